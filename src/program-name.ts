import { programFile } from "./package-file.ts";

/**
 * Folders of programs that run others without an installation, and the commands that do: what is there goes when they
 * are cleaned, and is on nobody's PATH.
 * @see https://docs.npmjs.com/cli/v11/commands/npm-exec
 * @see https://docs.astral.sh/uv/concepts/tools/#execution-vs-installation
 * @see https://pipx.pypa.io/stable/explanation/how-pipx-works/
 */
const RUNNERS: readonly (readonly [folder: RegExp, command: string])[] = [
  [/\/_npx\/[^/]+\/node_modules\//, "npx mlflow-guard"],
  [/\/archive-v\d+\/[^/]+\/lib\//, "uvx mlflow-guard"],
  [/\/(?:\.cache\/pipx|pipx\/\.cache)\//, "pipx run mlflow-guard"],
];

/** How the program is called in the commands that it prints. */
export function programName(env: Readonly<Record<string, string | undefined>>): string {
  // In a clone `npm start` runs it, and npx finds it there.
  if (/^(?:start|npx)$/.test(env.npm_lifecycle_event ?? "")) return "npx mlflow-guard";
  return runnerOf(programFile()) ?? "mlflow-guard";
}

/** The command of the program whose cache a file is in; null if it is installed. */
export function runnerOf(file: string): string | null {
  return RUNNERS.find(([folder]) => folder.test(file))?.[1] ?? null;
}
