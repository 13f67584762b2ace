import { shownSetting } from "../../secrets/quoted.ts";
import type { UsageProblem } from "../types.ts";
import { nearest } from "./nearest.ts";

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
