import { LONG_NAMES } from "../cli/long-names.ts";
import { shownSetting } from "../secrets/quoted.ts";
import type { UsageProblem } from "./types.ts";

/** `-host 0.0.0.0` is read as `-h ost` and a word that belongs to nothing. */
export function oneDash(words: readonly string[]): UsageProblem | null {
  const name = words
    .flatMap((word) => /^-([a-z][a-z-]+)/.exec(word)?.[1] ?? [])
    .find((one) => LONG_NAMES.includes(one));
  return name ? { what: `-${name} has one dash`, fix: `did you mean --${name}?` } : null;
}

export function strayWords(words: readonly string[], hidden: boolean): UsageProblem {
  if (hidden) {
    return {
      what: "there are words that belong to no known option",
      fix: "write the value of an option as --name=value, in quotes if it has blanks",
    };
  }
  const shown = words.map((word) => shownSetting(word)).join(" ");
  const variable = words.find((word) => /^[A-Za-z_]\w*=/.test(word))?.split("=", 1)[0];
  if (variable !== undefined) {
    return {
      what: `unexpected: ${shown}`,
      fix: `a variable is set before the command: ${variable}=VALUE mlflow-guard ...`,
    };
  }
  const dash = words.find((word) => /^[\u2010-\u2015\u2212]/u.test(word));
  if (dash) {
    return {
      what: `unexpected: ${shown}`,
      fix: `the dash of ${dash} is not a plain "-"; type it anew`,
    };
  }
  return {
    what: `unexpected: ${shown}`,
    fix: "MLflow's server takes options only; is the variable in front of it unset?",
  };
}
