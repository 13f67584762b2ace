import type { Argv } from "yargs";
import { LONG_NAMES } from "../intent/argv/long-names.ts";
import { nearest } from "../intent/argv/nearest.ts";
import { wrongChoice } from "../intent/argv/wrong-choice.ts";
import type { UsageProblem } from "../intent/types.ts";

/** What yargs knows of its own options; its types leave this out. */
interface Known {
  readonly key: Readonly<Record<string, unknown>>;
  readonly alias: Readonly<Record<string, readonly string[]>>;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly string: readonly string[];
  readonly array: readonly string[];
}

/**
 * What is wrong with the options of a command, in the words of this program: one that is not there, with the one that
 * was probably meant; a value that is missing, or is no choice. Null where yargs may read them.
 */
export function misspelled(
  words: readonly string[],
  options: Argv,
  command: string,
): UsageProblem | null {
  const known = (options as unknown as { getOptions: () => Known }).getOptions();
  const names = [...Object.keys(known.key), ...Object.values(known.alias).flat()];
  const end = words.indexOf("--");
  const before = end === -1 ? words : words.slice(0, end);
  for (let at = 0; at < before.length; at++) {
    const word = before[at] ?? "";
    const [, name, inline] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) continue;
    if (!word.startsWith("--") || !names.includes(name)) return noOption(word, names, command);
    if (!takesValue(known, name)) continue;
    const next = before[at + 1];
    const value = inline ?? (next?.startsWith("-") ? undefined : next);
    if (value === undefined)
      return { what: `--${name} needs a value`, fix: `write --${name}=VALUE` };
    const allowed = known.choices[name];
    if (allowed && !allowed.includes(value)) return wrongChoice(`--${name}`, value, allowed);
    if (inline === undefined) at++;
  }
  return null;
}

function takesValue({ string, array, choices }: Known, name: string): boolean {
  return string.includes(name) || array.includes(name) || name in choices;
}

function noOption(word: string, names: readonly string[], command: string): UsageProblem {
  const [typed = word] = word.split("=", 1);
  const what = `no such option: ${typed}`;
  const name = typed.replace(/^--?/, "");
  const near = names.includes(name) && name.length > 1 ? name : nearest(name, names);
  if (near) return { what, fix: `did you mean --${near}?` };
  const servers = LONG_NAMES.includes(name);
  return {
    what,
    fix: servers ? `it is one of mlflow-guard server` : `mlflow-guard ${command} --help lists them`,
  };
}
