import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RULES, WAIVABLE } from "../../src/policy/registry.ts";

const IDS = RULES.map(({ id }) => id);
const root = new URL("../../", import.meta.url);

function namesIn(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
}

describe("the registry", () => {
  it("has every rule once", () => {
    expect(IDS).toEqual([...new Set(IDS)]);
    expect(IDS.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it("has every rule that has a file, and no other", () => {
    expect(namesIn("src/policy/rules", ".ts").sort()).toEqual([...IDS].sort());
  });

  it("knows every rule that may be waived", () => {
    expect([...WAIVABLE].filter((id) => !IDS.includes(id))).toEqual([]);
    expect([...WAIVABLE].sort()).toEqual([
      "auth-app-unknown",
      "auth-incomplete-in-version",
      "public-without-auth",
    ]);
  });

  it("has a test for every rule", () => {
    const tests = namesIn("test/rules", ".test.ts").filter((name) => name !== "registry");
    expect(tests.sort()).toEqual([...IDS].sort());
  });

  it.each(IDS)("has a page for %s", (id) => {
    expect(existsSync(new URL(`docs/rules/${id}.md`, root))).toBe(true);
  });

  it.each(RULES)("gives a reason for $id, as half a sentence", ({ why }) => {
    expect(why).toMatch(/^[A-Za-z].{20,}[^.]$/);
  });

  it.each(RULES)("says how grave the findings of $id can be, worst first", ({ severities }) => {
    const order = ["error", "warning", "info"].filter((one) => severities.some((s) => s === one));
    expect(severities).toEqual(order);
    expect(severities).not.toEqual([]);
  });
});
