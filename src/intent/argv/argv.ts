import { parseArgs } from "node:util";
import { findOption, MLFLOW_OPTIONS } from "../../mlflow/options/options.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { settingName } from "../origin-name.ts";
import type { GuardValues, OptionValues, Setting, UnknownOption, UsageProblem } from "../types.ts";
import { FLAG_NAMES, type Flag, valueOfFlag } from "./flags.ts";
import { GUARD_OPTIONS, type GuardOption } from "./guard-options.ts";
import { LONG_NAMES } from "./long-names.ts";
import { nearest } from "./nearest.ts";
import { parseBoolean } from "./python-values.ts";
import { oneDash, strayWords } from "./stray-words.ts";
import { wrongChoice } from "./wrong-choice.ts";

/** A command line, read as click reads it; nothing is filled in from elsewhere. */
export interface ParsedArgv {
  readonly options: OptionValues;
  readonly guard: GuardValues;
  readonly unknown: readonly UnknownOption[];
  readonly extra: Readonly<Record<string, string>>;
  /** Words that are neither an option nor the value of one. */
  readonly strays: readonly string[];
  readonly problems: readonly UsageProblem[];
  readonly help: boolean;
}

type OptionToken = {
  kind: "option";
  name: string;
  rawName: string;
  index: number;
  value: string | undefined;
  inlineValue: boolean | undefined;
};

const GUARD_BY_NAME = new Map(GUARD_OPTIONS.map((option) => [option.name, option]));

/**
 * Reads the words after `server`, `ui` or `check`.
 *
 * `util.parseArgs` tokens agree with click on where a value begins and ends (30,000 random lines, no difference);
 * what click refuses is refused here with the table.
 * @param extraNames options of the command itself, such as `--format` of `check`.
 * @param program how the launcher is called in a printed command.
 */
export function parseArgv(
  words: readonly string[],
  extraNames: readonly string[] = [],
  program = "mlflow-guard",
): ParsedArgv {
  const state: State = {
    options: new Map(),
    guard: new Map(),
    unknown: [],
    extra: {},
    strays: [],
    problems: [],
    help: false,
  };
  const { tokens } = parseArgs({
    args: [...words],
    options: parseArgsConfig(extraNames),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const unknownAt = new Set<number>();
  let before: (typeof tokens)[number] | undefined;
  for (const token of tokens) {
    if (token.kind === "positional" && !belongsTo(before, token, state)) {
      state.strays.push(token.value);
    }
    if (token.kind === "option") readOption(state, token, words, extraNames, unknownAt);
    before = token;
  }
  if (state.strays.length > 0)
    state.problems.push(oneDash(words) ?? strayWords(state.strays, mayBeSecret(state), program));
  return state;
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

/** Is this word the value of an option in front of it that takes none, or of one that is refused by itself? */
function belongsTo(
  before: Token | undefined,
  word: Extract<Token, { kind: "positional" }>,
  state: State,
): boolean {
  if (before?.kind !== "option" || before.index !== word.index - 1) return false;
  const flag = FLAG_NAMES.get(before.name);
  if (!flag) return before.rawName.startsWith("--") && before.value === undefined;
  if (before.value !== undefined || parseBoolean(word.value) === null) return false;
  state.problems.push(valueOfFlag(before.rawName, flag, word.value));
  return true;
}

interface State extends ParsedArgv {
  options: Map<string, Setting<string | boolean>>;
  guard: Map<string, Setting[]>;
  unknown: UnknownOption[];
  extra: Record<string, string>;
  strays: string[];
  problems: UsageProblem[];
  help: boolean;
}

/** What is not in it takes no value, as `--no-serve-artifacts`. */
function parseArgsConfig(extraNames: readonly string[]) {
  const config: Record<string, { type: "string" | "boolean"; short?: string }> = {};
  for (const option of MLFLOW_OPTIONS) {
    const type = option.kind === "flag" ? "boolean" : "string";
    config[option.name] = option.short ? { type, short: option.short } : { type };
  }
  for (const { name, value } of GUARD_OPTIONS)
    config[name] = { type: value === null ? "boolean" : "string" };
  for (const name of extraNames) config[name] = { type: "string" };
  config.help = { type: "boolean" };
  return config;
}

function readOption(
  state: State,
  token: OptionToken,
  words: readonly string[],
  extraNames: readonly string[],
  unknownAt: Set<number>,
): void {
  const { name } = token;
  const flag = FLAG_NAMES.get(name);
  if (name === "help") state.help = true;
  else if (flag) readFlag(state, token, flag);
  else if (isOwn(name, extraNames)) readValue(state, token, extraNames);
  else if (!unknownAt.has(token.index)) {
    unknownAt.add(token.index);
    state.unknown.push({
      raw: words[token.index] ?? token.rawName,
      inline: token.inlineValue === true,
    });
  }
}

/** A short option bears its long name here; an unknown letter bears itself, and no option is called by one letter. */
function isOwn(name: string, extraNames: readonly string[]): boolean {
  return findOption(name) !== undefined || GUARD_BY_NAME.has(name) || extraNames.includes(name);
}

function readFlag(state: State, token: OptionToken, flag: Flag): void {
  if (token.value !== undefined) {
    state.problems.push(valueOfFlag(token.rawName, flag, token.value));
    return;
  }
  const origin = { kind: "flag", name: token.rawName } as const;
  if (GUARD_BY_NAME.has(flag.name)) state.guard.set(flag.name, [{ value: "true", origin }]);
  else state.options.set(flag.name, { value: flag.on, origin });
}

function readValue(state: State, token: OptionToken, extraNames: readonly string[]): void {
  const { name, rawName, value } = token;
  if (value === undefined) {
    state.problems.push({ what: `${rawName} needs a value`, fix: `write ${withValue(rawName)}` });
    return;
  }
  const swallowed = token.inlineValue === false && optionIn(value, name, extraNames);
  if (swallowed) {
    state.problems.push({
      what: `${rawName} took ${swallowed} for its value`,
      fix: `give ${rawName} a value of its own: ${withValue(rawName)}`,
    });
    return;
  }
  const setting: Setting = { value, origin: { kind: "flag", name: rawName } };
  const guard = GUARD_BY_NAME.get(name);
  if (extraNames.includes(name)) state.extra[name] = value;
  else if (guard) {
    state.problems.push(...guardProblems(guard, setting));
    state.guard.set(
      name,
      guard.repeatable ? [...(state.guard.get(name) ?? []), setting] : [setting],
    );
  } else {
    state.options.set(name, setting);
  }
}

/** A short option would take the sign for a part of its value. */
function withValue(rawName: string): string {
  return rawName.startsWith("--") ? `${rawName}=VALUE` : `${rawName} VALUE`;
}

/**
 * The option that the word taken for the value of another one is, if it is one: also misspelled by two letters, and a
 * short one with its value in the same word (`-p5000`). Behind `--gunicorn-opts` such words are gunicorn's.
 */
function optionIn(word: string, taker: string, extraNames: readonly string[]): string | null {
  const long = /^--([a-z][a-z-]*)(?:=|$)/.exec(word)?.[1];
  const servers = taker.endsWith("-opts");
  if (long !== undefined) {
    const known = long === "help" || FLAG_NAMES.has(long) || isOwn(long, extraNames);
    const meant = known || (!servers && nearest(long, LONG_NAMES));
    return meant ? `--${long}` : null;
  }
  const short = MLFLOW_OPTIONS.find(
    (option) => option.short && word.startsWith(`-${option.short}`),
  );
  if (!short) return null;
  const glued = word.slice(2);
  const given = short.kind === "text" || /^=?[0-9]+$/.test(glued);
  return glued === "" || (given && !servers) ? `-${short.short}` : null;
}

/** What is wrong with a value of one of the launcher's own options. */
export function guardProblems(option: GuardOption, { value, origin }: Setting): UsageProblem[] {
  if (option.choices && !option.choices.includes(value)) {
    return [wrongChoice(settingName(origin), value, option.choices)];
  }
  if (option.seconds && !(/^[0-9]{1,6}$/.test(value) && Number(value) > 0)) {
    return [
      {
        what: `${settingName(origin)} is ${shownSetting(value)}, not a number of seconds`,
        fix: `give whole seconds, for example --${option.name}=30`,
      },
    ];
  }
  if (value === "") {
    return [
      { what: `${settingName(origin)} is empty`, fix: `write --${option.name}=${option.value}` },
    ];
  }
  return [];
}

/** The word behind an unknown option may be a password, and the one behind a URI with a blank in it its end. */
function mayBeSecret({ options, unknown }: ParsedArgv): boolean {
  return unknown.length > 0 || [...options.keys()].some((name) => findOption(name)?.secret);
}
