import { closestMatch } from "leven";
import { shownSetting } from "../secrets/quoted.ts";
import type { UsageProblem } from "./types.ts";

/** The known word within two edits of what was typed. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  return closestMatch(typed.toLowerCase(), known, { maxDistance: 2 });
}

/** A value that is none of those an option takes. */
export function wrongChoice(
  option: string,
  value: string,
  choices: readonly string[],
): UsageProblem {
  const near = nearest(value, choices);
  const fix = near ? `did you mean ${near}?` : `use one of: ${choices.join(", ")}`;
  return { what: `${option} is ${shownSetting(value)}`, fix };
}
