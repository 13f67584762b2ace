import { fileURLToPath } from "node:url";
import { BIN, makeFolder, PYTHON, plainEnvironment, start } from "./guard.ts";

const DRIVER = fileURLToPath(new URL("../fixtures/terminal.py", import.meta.url));

const LAUNCHER = [process.execPath, BIN];

/** What the person waits for, and then does, after a pause (seconds). */
export type Step = { readonly see: string; readonly in?: string; readonly pause?: number } & (
  | { readonly type: string }
  | { readonly signal: number }
  | { readonly close: true }
);

/** How it went at the terminal; `echo` says for each step whether the terminal showed what was typed. */
export interface Seen {
  readonly code: number;
  readonly screen: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly echo: readonly boolean[];
  readonly echo_after: boolean;
  readonly argv_seen: string;
  readonly unseen: readonly string[];
}

interface Where {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** stdin, stdout and stderr lead elsewhere; the terminal is there all the same. */
  readonly pipes?: boolean;
  /** What is run instead of the launcher itself. */
  readonly command?: readonly string[];
}

/** Runs the launcher at a real terminal, with a person who does these steps. */
export async function atTerminal(
  words: readonly string[],
  steps: readonly Step[],
  { env = {}, cwd = makeFolder(), pipes = false, command = LAUNCHER }: Where = {},
): Promise<Seen> {
  const argv = [...command, ...words];
  const input = JSON.stringify({ argv, env: plainEnvironment(env), cwd, pipes, steps });
  const { stdout, stderr } = await start(PYTHON, [DRIVER], { input }).ended;
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}
