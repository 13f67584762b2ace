import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
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
  it("lists every rule with its title", () => {
    const lines = shown().trimEnd().split("\n");
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual(
      RULES.map(({ id, title }) => [id, title]),
    );
  });

  it.each(RULES.map(({ id }) => id))("shows the page of a rule: %s", (id) => {
    const page = new URL(`../../docs/rules/${id}.md`, import.meta.url);
    expect(shown(id)).toBe(readFileSync(page, "utf8"));
  });
});
