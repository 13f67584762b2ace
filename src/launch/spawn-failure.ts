import { existsSync } from "node:fs";
import { EXIT } from "../exit-codes.ts";
import { TOO_FEW_FILES } from "../report/fault.ts";

/** Why a program was not started, how to fix that, and the launcher's exit code. */
export interface SpawnFailure {
  readonly what: string;
  readonly fix: string;
  readonly exit: number;
}

interface Row {
  readonly why: string;
  readonly fix: string;
  readonly exit: number;
}

const UNUSABLE = EXIT.unavailable;
const ANOTHER = "name another one with --guard-mlflow PATH, or: mlflow-guard install-mlflow";

/**
 * What each error means here. 69: the program itself cannot be run. 71: the machine has no room for it now.
 * @see https://man7.org/linux/man-pages/man2/execve.2.html (ERRORS)
 * @see https://man7.org/linux/man-pages/man2/fork.2.html (ERRORS)
 */
const ROWS: Readonly<Record<string, Row>> = {
  E2BIG: {
    why: "its options and variables are together, or one of them alone, more than the system hands to a program",
    fix: "make the longest of them shorter: env | awk '{ print length, substr($0, 1, 40) }' | sort -n | tail",
    exit: EXIT.notServing,
  },
  ENOMEM: {
    why: "there is no memory for another process",
    fix: "make room: free -m shows what there is",
    exit: EXIT.notServing,
  },
  EAGAIN: {
    why: "this user or this container may start no more processes",
    fix: "raise the limit (ulimit -u, or the pids limit of the container), or end some",
    exit: EXIT.notServing,
  },
  EMFILE: { why: TOO_FEW_FILES.what, fix: TOO_FEW_FILES.fix, exit: EXIT.notServing },
  ENFILE: {
    why: "the whole machine has too many files open",
    fix: "raise fs.file-max, or end what has them open",
    exit: EXIT.notServing,
  },
  ENOENT: {
    why: "it, or the interpreter that its first line names, is not there",
    fix: ANOTHER,
    exit: UNUSABLE,
  },
  EACCES: {
    why: "this user may not run it, or its file system lets nobody run programs (noexec)",
    fix: ANOTHER,
    exit: UNUSABLE,
  },
  ENOEXEC: { why: "it is no program for this machine", fix: ANOTHER, exit: UNUSABLE },
  ETXTBSY: {
    why: "something is still writing to it",
    fix: "start again once that has ended: an installation, a copy",
    exit: UNUSABLE,
  },
};

const OTHER: Row = { why: "the system does not run it", fix: ANOTHER, exit: UNUSABLE };

/** @param code the system's, as `E2BIG`. @param cwd where it was to run. */
export function spawnFailure(file: string, code: string, cwd: string): SpawnFailure {
  const gone = code === "ENOENT" && !existsSync(cwd);
  const { why, fix, exit } = gone
    ? { why: "the working directory is gone", fix: "cd into another one", exit: EXIT.notServing }
    : (ROWS[code] ?? OTHER);
  return { what: `${file} could not be started (${code}): ${why}`, fix, exit };
}

/** A shell runs what the kernel does not (execvp(3)), and a Python without its library ends at once. */
export function brokenPython(python: string, code: number | null): SpawnFailure {
  const what = `${python} ended with code ${code} before it could start MLflow: it is no Python for this machine, or its installation is damaged`;
  return { what, fix: ANOTHER, exit: UNUSABLE };
}
