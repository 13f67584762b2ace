import type { Argv } from "yargs";
import type { UsageProblem } from "../intent/types.ts";
import { wrongChoice } from "../intent/wrong-choice.ts";
import { nearest } from "./nearest.ts";

/** What yargs knows of its own options; its types leave this out. */
interface Known {
  readonly key: Readonly<Record<string, unknown>>;
  readonly alias: Readonly<Record<string, readonly string[]>>;
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** An option that is not there, or a value that is no choice, with the one that was probably meant; else null. */
export function misspelled(words: readonly string[], options: Argv): UsageProblem | null {
  const { key, alias, choices } = (options as unknown as { getOptions: () => Known }).getOptions();
  const names = [...Object.keys(key), ...Object.values(alias).flat()];
  for (const [at, word] of words.entries()) {
    const [, name = "", value = words[at + 1]] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const allowed = choices[name];
    if (allowed && value !== undefined && !allowed.includes(value))
      return wrongChoice(`--${name}`, value, allowed);
    const near = names.includes(name) ? undefined : nearest(name, names);
    if (near) return { what: `no such option: --${name}`, fix: `did you mean --${near}?` };
  }
  return null;
}
