import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CATALOGUE, CATALOGUE_IDS } from "../../src/catalogue.ts";
import { rules } from "../../src/commands/rules.ts";
import { EXIT } from "../../src/exit-codes.ts";
import { RULES } from "../../src/policy/registry.ts";
import type { Ports } from "../../src/ports.ts";

function shown(...ids: string[]): string {
  let text = "";
  const out = (more: string) => {
    text += more;
    return true;
  };
  expect(rules(ids, { out, env: {} } as Partial<Ports> as Ports)).toBe(EXIT.ok);
  return text;
}

describe("the command rules", () => {
  it("lists everything with its title, in sections by what it ends with", () => {
    const sections = shown().trimEnd().split("\n\n");
    const named = (exit: number | null) =>
      CATALOGUE_IDS.filter((id) => CATALOGUE[id].exit === exit).map((id) => [
        ...["", id],
        CATALOGUE[id].title,
      ]);
    expect(sections.map((one) => one.split("\n").map((line) => line.split(/ {2,}/)))).toEqual([
      [["rules"], ...RULES.map(({ id, title }) => ["", id, title])],
      [["violations: exit 76"], ...named(76)],
      [["failed starts: exit 71"], ...named(71)],
      [["failed starts of MLflow itself: its exit code, 71 instead of 0"], ...named(null)],
      [["failed starts without a usable MLflow: exit 69"], ...named(69)],
    ]);
    expect(sections.flatMap((one) => one.split("\n").slice(1))).toHaveLength(
      RULES.length + CATALOGUE_IDS.length,
    );
  });

  it.each([...RULES.map(({ id }) => id), ...CATALOGUE_IDS])("shows the page: %s", (id) => {
    const page = new URL(`../../docs/rules/${id}.md`, import.meta.url);
    expect(shown(id)).toBe(readFileSync(page, "utf8"));
  });
});
