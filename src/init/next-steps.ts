import { GENERATED } from "../secrets/generate.ts";
import {
  ADMIN_PASSWORD,
  ADMIN_USERNAME,
  KEK_BEFORE,
  KEK_PASSPHRASE,
  KEK_VERSION,
} from "../secrets/names.ts";
import { shellQuote } from "../shell/quote.ts";
import { labelled } from "../terminal/wrap.ts";
import type { Changes } from "./changes.ts";
import type { Place } from "./destination.ts";
import type { ForeseenStart } from "./foreseen-start.ts";

export interface Written {
  readonly place: Place;
  readonly changes: Changes;
  readonly rotate: readonly string[];
  /** What was done to keep it out of git. */
  readonly git: readonly string[];
  readonly program: string;
  readonly start: ForeseenStart;
}

/** What was written, what a rotation breaks, and the lines to paste next. */
export function nextSteps({ place, changes, rotate, git, program, start }: Written): string {
  const written = [...changes.values.keys()];
  const stored = rotate.includes(ADMIN_PASSWORD) && start.accounts;
  const steps = stored ? [passwordStep(place, program)] : [];
  return [
    ...labelled("mlflow-guard: ", headline(place.name, written), 2),
    ...git.flatMap((line) => labelled("  ", line)),
    ...rotate.flatMap((name) => consequences(name, place, changes)),
    "  keep a copy of it: stored provider keys cannot be read without the passphrase",
    ...(start.missing.length > 0 ? ["a start needs more:"] : []),
    ...start.missing.flatMap((what) => labelled("  - ", what)),
    `${changes.values.has(KEK_BEFORE) ? "then" : "next"}${steps.length > 0 ? ", with the server stopped" : ""}${start.allowed ? "" : ", once that is fixed"}:`,
    ...place.use(start.command, steps).map((line) => `  ${line}`),
    "",
  ].join("\n");
}

function headline(name: string, written: readonly string[]): string {
  if (written.length === 0) return `${name} has every secret of a login; nothing was changed`;
  const count = `${written.length} setting${written.length === 1 ? "" : "s"}`;
  return `wrote ${count} to ${name} (mode 0600): ${written.join(", ")}`;
}

function consequences(name: string, place: Place, changes: Changes): string[] {
  const secret = GENERATED.find((one) => one.name === name);
  return [
    ...labelled("  ", `${name}: ${secret?.rotation ?? ""}`),
    ...(name === KEK_PASSPHRASE && changes.values.has(KEK_BEFORE) ? kekSteps(place.name) : []),
  ];
}

/** MLflow reads the password when it creates the account, and never again. */
function passwordStep(place: Place, program: string): string {
  const admin = shellQuote(place.read().get(ADMIN_USERNAME) ?? "admin");
  return `${program} user passwd ${admin} --offline${place.option}`;
}

function kekSteps(name: string): string[] {
  return labelled(
    "    ",
    `with the server stopped: "mlflow crypto rotate-kek" with ${KEK_PASSPHRASE} set to the old one, which ${name} keeps as ${KEK_BEFORE}; give it the new one, which ${name} has as ${KEK_PASSPHRASE}, at its prompt. ${KEK_VERSION} is counted up already. Then take ${KEK_BEFORE} out`,
  );
}
