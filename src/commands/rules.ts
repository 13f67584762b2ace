import { readFileSync } from "node:fs";
import { EXIT } from "../exit-codes.ts";
import { RULES } from "../policy/registry.ts";
import type { Ports } from "../ports.ts";
import { renderUsage } from "../report/text.ts";
import { programName } from "./decide.ts";

/** Lists the rules, or shows the page of one. */
export function rules(ids: readonly string[], ports: Ports): number {
  if (ids.length === 0) {
    const width = Math.max(...RULES.map(({ id }) => id.length));
    ports.out(RULES.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join(""));
    return EXIT.ok;
  }
  const unknown = ids.filter((id) => !RULES.some((rule) => rule.id === id));
  if (unknown.length > 0 || ids.length > 1) {
    const what = unknown.length > 0 ? `no such rule: ${unknown.join(", ")}` : "one rule at a time";
    ports.err(
      renderUsage([{ what, fix: `${programName(ports.env)} rules` }], programName(ports.env)),
    );
    return EXIT.usage;
  }
  // The bundle lies in dist, or in a folder of it; the pages lie beside dist.
  ports.out(readPage(`docs/rules/${ids[0]}.md`));
  return EXIT.ok;
}

function readPage(path: string): string {
  for (const up of ["../", "../../"]) {
    try {
      return readFileSync(new URL(`${up}${path}`, import.meta.url), "utf8");
    } catch {
      // Not in this folder.
    }
  }
  return `see ${path}\n`;
}
