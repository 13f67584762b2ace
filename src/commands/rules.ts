import { readFileSync } from "node:fs";
import { nearest } from "../cli/nearest.ts";
import { EXIT } from "../exit-codes.ts";
import { packageFile } from "../package-file.ts";
import { RULES } from "../policy/registry.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { renderUsage } from "../report/text.ts";
import { shownValue } from "../secrets/quoted.ts";

/** Lists the rules, or shows the page of one. */
export function rules(ids: readonly string[], ports: Ports): number {
  if (ids.length === 0) {
    const width = Math.max(...RULES.map(({ id }) => id.length));
    ports.out(RULES.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join(""));
    return EXIT.ok;
  }
  const unknown = ids.filter((id) => !RULES.some((rule) => rule.id === id));
  if (unknown.length > 0 || ids.length > 1) {
    const what =
      unknown.length > 0
        ? `no such rule: ${unknown.map(shownValue).join(", ")}`
        : "one rule at a time";
    const program = programName(ports.env);
    const names = RULES.map(({ id }) => id);
    const near = nearest(unknown[0] ?? "", names);
    const fix = near ? `did you mean ${program} rules ${near}?` : `${program} rules`;
    ports.err(renderUsage([{ what, fix }], program, "rules"));
    return EXIT.usage;
  }
  const page = `docs/rules/${ids[0]}.md`;
  const file = packageFile(page);
  ports.out(file === null ? `see ${page}\n` : readFileSync(file, "utf8"));
  return EXIT.ok;
}
