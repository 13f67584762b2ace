import { MLFLOW_COMMANDS } from "../../mlflow/options/commands.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import type { UsageProblem } from "../types.ts";
import { COMMANDS } from "./command-names.ts";
import { LONG_NAMES } from "./long-names.ts";

/** A second command, where options are expected. */
function anotherCommand(word: string, program: string): UsageProblem | null {
  const what = `unexpected: "${word}"`;
  if (word === "server" || word === "ui") return { what, fix: `leave "${word}" out here` };
  if (word === "help") return { what, fix: `${program} server --help` };
  const own = COMMANDS.some((known) => known === word);
  if (!own && !MLFLOW_COMMANDS.has(word)) return null;
  return {
    what: `${what} is a command of its own`,
    fix: `${own ? program : "mlflow"} ${word} ...`,
  };
}

/** `-host 0.0.0.0` is read as `-h ost` and a word that belongs to nothing. */
export function oneDash(words: readonly string[]): UsageProblem | null {
  const name = words
    .flatMap((word) => /^-([a-z][a-z-]+)/.exec(word)?.[1] ?? [])
    .find((one) => LONG_NAMES.includes(one));
  return name ? { what: `-${name} has one dash`, fix: `did you mean --${name}?` } : null;
}

/**
 * Words that are no options.
 * @param hidden one of them may be a secret, so none is shown.
 * @param program how the launcher is called in a printed command.
 */
export function strayWords(
  words: readonly string[],
  hidden: boolean,
  program: string,
): UsageProblem {
  const command = anotherCommand(words[0] ?? "", program);
  if (command) return command;
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
