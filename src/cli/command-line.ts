import { closestMatch } from "leven";
import { COMMANDS } from "../intent/argv/command-names.ts";
import { nearest } from "../intent/argv/nearest.ts";
import type { UsageProblem } from "../intent/types.ts";
import { MLFLOW_COMMANDS } from "../mlflow/options/commands.ts";
import { shownSetting } from "../secrets/quoted.ts";

/** The command line up to the command, as MLflow's group reads it. */
export interface CommandLine {
  readonly command: string;
  readonly words: readonly string[];
  /** MLflow's own group option `--env-file`, which stands before the command. */
  readonly envFile: string | undefined;
  readonly problems: readonly UsageProblem[];
}

/** Reads the words before the command: `--env-file F`, `--version`, `--help`, `--`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  let envFile: string | undefined;
  let at = 0;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--env-file") envFile = argv[++at] ?? "";
    else if (word.startsWith("--env-file=")) envFile = word.slice("--env-file=".length);
    else break;
  }
  if (argv[at] === "--") at++;
  const [command = "--help", ...words] = withHelp(argv.slice(at));
  const problems = [...fileProblems(envFile), ...commandProblems(command)];
  return { command, words: LAUNCHES.has(command) ? words : words.map(long), envFile, problems };
}

/** Here `-h` is MLflow's: `--host`. */
export const LAUNCHES: ReadonlySet<string> = new Set(["server", "ui", "check"]);

function long(word: string): string {
  return word === "-h" ? "--help" : word;
}

/** Other spellings: `help`, `help COMMAND`, `-h`, `-V`. */
function withHelp([word, ...rest]: readonly string[]): readonly string[] {
  if (word === "-V") return ["--version"];
  if (word === "-h") return ["--help"];
  if (word !== "help") return word === undefined ? [] : [word, ...rest];
  return rest[0] === undefined || rest[0] === "help" ? ["--help"] : [rest[0], "--help"];
}

function fileProblems(envFile: string | undefined): UsageProblem[] {
  return envFile === ""
    ? [{ what: "--env-file needs a file", fix: "write --env-file FILE before the command" }]
    : [];
}

function commandProblems(command: string): UsageProblem[] {
  if ([...COMMANDS, ...OPTIONS].some((known) => known === command)) return [];
  return [command.startsWith("-") ? noOption(command) : noCommand(command)];
}

/** Options that stand in place of a command. */
const OPTIONS = ["--help", "--version"] as const;

function noOption(word: string): UsageProblem {
  const near = word === "-v" ? "--version" : closestMatch(word, OPTIONS, { maxDistance: 2 });
  return {
    what: `no such option here: ${word}`,
    fix: near
      ? `did you mean ${near}?`
      : "the command comes first: mlflow-guard server --host 127.0.0.1",
  };
}

function noCommand(word: string): UsageProblem {
  const typed = word.trim().toLowerCase();
  if (MLFLOW_COMMANDS.has(typed)) {
    return {
      what: `${typed} is a command of MLflow itself; the launcher starts servers`,
      fix: `mlflow ${typed} ...`,
    };
  }
  const near =
    nearest(typed, COMMANDS) ??
    OPTIONS.find((option) => option === `--${typed}`) ??
    COMMANDS.find((name) => name.startsWith(typed.slice(0, 3)));
  return {
    what: `no such command: ${shownSetting(word)}`,
    fix: near ? `did you mean ${near}?` : `the commands are ${COMMANDS.join(", ")}`,
  };
}
