import { spawnSync } from "node:child_process";

/** The shells that a printed command must work in, and the options by which each reads no files of its user's. */
const OPTIONS = { dash: [], bash: ["--norc"], zsh: ["-f"], fish: ["--no-config"] } as const;

export type Shell = keyof typeof OPTIONS;

export const SHELLS = Object.keys(OPTIONS) as Shell[];

/** Is it on this machine? `.ci/run` installs what is missing. */
export function isHere(shell: Shell): boolean {
  return spawnSync(shell, ["-c", ":"]).error === undefined;
}

/** What a command did that somebody pasted there. */
export function paste(
  shell: Shell,
  command: string,
  { cwd = "/", env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
) {
  const { status, stdout, stderr } = spawnSync(shell, [...OPTIONS[shell], "-c", command], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
    // With a socket as its stdin bash takes itself for one of rshd, and reads the files of an interactive shell.
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { code: status, stdout, stderr };
}
