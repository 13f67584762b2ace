import type { UsageProblem } from "../intent/types.ts";
import { shownSetting } from "../secrets/quoted.ts";

/** The command line up to the command, as MLflow's group reads it. */
export interface CommandLine {
  readonly command: string;
  readonly words: readonly string[];
  /** MLflow's own group option `--env-file`, which stands before the command. */
  readonly envFile: string | undefined;
  readonly problems: readonly UsageProblem[];
}

export const COMMANDS = [
  "server",
  "ui",
  "check",
  "init",
  "install-mlflow",
  "user",
  "healthcheck",
  "rules",
] as const;

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
  const command = argv[at];
  const words = argv.slice(at + 1);
  const problems = [...fileProblems(envFile), ...commandProblems(command)];
  return { command: command ?? "--help", words, envFile, problems };
}

function fileProblems(envFile: string | undefined): UsageProblem[] {
  return envFile === ""
    ? [{ what: "--env-file needs a file", fix: "write --env-file FILE before the command" }]
    : [];
}

function commandProblems(command: string | undefined): UsageProblem[] {
  const known: readonly string[] = [...COMMANDS, "--help", "--version"];
  if (command === undefined || known.includes(command)) return [];
  const near = COMMANDS.find((name) => name.startsWith(command.trim().toLowerCase().slice(0, 3)));
  const what = command.startsWith("-")
    ? `no such option here: ${command}`
    : `no such command: ${shownSetting(command)}`;
  const isOption = command.startsWith("-");
  return [
    {
      what,
      fix: isOption
        ? "the command comes first: mlflow-guard server --host 127.0.0.1"
        : near
          ? `did you mean ${near}?`
          : `the commands are ${COMMANDS.join(", ")}`,
    },
  ];
}
