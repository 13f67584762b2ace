import { readFileSync } from "node:fs";
import { CATALOGUE, CATALOGUE_IDS } from "../catalogue.ts";
import { EXIT } from "../exit-codes.ts";
import { nearest } from "../intent/argv/nearest.ts";
import { packageFile } from "../package-file.ts";
import { RULES } from "../policy/registry.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { renderUsage } from "../report/text.ts";
import { shownValue } from "../secrets/quoted.ts";

interface Section {
  readonly heading: string;
  readonly listed: readonly { readonly id: string; readonly title: string }[];
}

function endingWith(exit: number | null): Section["listed"] {
  return CATALOGUE_IDS.filter((id) => CATALOGUE[id].exit === exit).map((id) => ({
    id,
    title: CATALOGUE[id].title,
  }));
}

/** Everything that has a page. */
const SECTIONS: readonly Section[] = [
  { heading: "rules", listed: RULES },
  { heading: `violations: exit ${EXIT.stoppedByGuard}`, listed: endingWith(EXIT.stoppedByGuard) },
  { heading: `failed starts: exit ${EXIT.notServing}`, listed: endingWith(EXIT.notServing) },
  {
    heading: `failed starts of MLflow itself: its exit code, ${EXIT.notServing} instead of 0`,
    listed: endingWith(null),
  },
  {
    heading: `failed starts without a usable MLflow: exit ${EXIT.unavailable}`,
    listed: endingWith(EXIT.unavailable),
  },
];

const IDS = SECTIONS.flatMap(({ listed }) => listed.map(({ id }) => id));

/** Lists rules, violations and failed starts, or shows the page of one. */
export function rules(ids: readonly string[], ports: Ports): number {
  if (ids.length === 0) {
    ports.out(SECTIONS.map(renderSection).join("\n"));
    return EXIT.ok;
  }
  const unknown = ids.filter((id) => !IDS.includes(id));
  if (unknown.length > 0 || ids.length > 1) {
    const what =
      unknown.length > 0
        ? `no such rule: ${unknown.map(shownValue).join(", ")}`
        : "one rule at a time";
    const program = programName(ports.env);
    const near = nearest(unknown[0] ?? "", IDS);
    const fix = near ? `did you mean ${program} rules ${near}?` : `${program} rules`;
    ports.err(renderUsage([{ what, fix }], program, "rules"));
    return EXIT.usage;
  }
  const page = `docs/rules/${ids[0]}.md`;
  const file = packageFile(page);
  ports.out(file === null ? `see ${page}\n` : readFileSync(file, "utf8"));
  return EXIT.ok;
}

function renderSection({ heading, listed }: Section): string {
  const width = Math.max(...IDS.map((id) => id.length));
  return `${heading}\n${listed.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}\n`).join("")}`;
}
