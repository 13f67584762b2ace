import { type FailureWords, TOO_FEW_FILES } from "../../launch/fault.ts";
import type { SpawnFailure } from "../../launch/process/spawn-failure.ts";

interface Row {
  readonly why: string;
  readonly fix: string;
}

const ANOTHER = "name another one with --guard-mlflow PATH, or: mlflow-guard install-mlflow";

/** By the system's code, see `launch/spawn-failure.ts`. */
const ROWS: Readonly<Record<string, Row>> = {
  E2BIG: {
    why: "its options and variables are together, or one of them alone, more than the system hands to a program",
    fix: "make the longest of them shorter: env | awk '{ print length, substr($0, 1, 40) }' | sort -n | tail",
  },
  ENOMEM: {
    why: "there is no memory for another process",
    fix: "make room: free -m shows what there is",
  },
  EAGAIN: {
    why: "this user or this container may start no more processes",
    fix: "raise the limit (ulimit -u, or the pids limit of the container), or end some",
  },
  EMFILE: { why: TOO_FEW_FILES.what, fix: TOO_FEW_FILES.fix },
  ENFILE: {
    why: "the whole machine has too many files open",
    fix: "raise fs.file-max, or end what has them open",
  },
  ENOENT: { why: "it, or the interpreter that its first line names, is not there", fix: ANOTHER },
  EACCES: {
    why: "this user may not run it, or its file system lets nobody run programs (noexec)",
    fix: ANOTHER,
  },
  ENOEXEC: { why: "it is no program for this machine", fix: ANOTHER },
  ETXTBSY: {
    why: "something is still writing to it",
    fix: "start again once that has ended: an installation, a copy",
  },
};

const OTHER: Row = { why: "the system does not run it", fix: ANOTHER };

const GONE: Row = { why: "the working directory is gone", fix: "cd into another one" };

/** Why a program was not started, in words. */
export function describeSpawnFailure(failure: SpawnFailure): FailureWords {
  const { file } = failure;
  if (failure.id === "python-not-runnable") {
    const what = `${file} ended with code ${failure.code} before it could start MLflow: it is no Python for this machine, or its installation is damaged`;
    return { what, fix: ANOTHER };
  }
  const { id, error } = failure;
  const { why, fix } = id === "working-directory-gone" ? GONE : (ROWS[error] ?? OTHER);
  return { what: `${file} could not be started (${error}): ${why}`, fix };
}
