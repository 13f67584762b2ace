import { spawnSync } from "node:child_process";

/** The POSIX shells of this machine that a printed command must work in. */
export const SHELLS = ["dash", "bash"].filter(
  (shell) => spawnSync(shell, ["-c", ":"]).error === undefined,
);

/** What a command did that somebody pasted there. */
export function paste(
  shell: string,
  command: string,
  { cwd = "/", env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
) {
  const { status, stdout, stderr } = spawnSync(shell, ["-c", command], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
    // With a socket as its stdin bash takes itself for one of rshd, and reads the files of an interactive shell.
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { code: status, stdout, stderr };
}
