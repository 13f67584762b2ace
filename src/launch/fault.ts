import { getSystemErrorMap, getSystemErrorName } from "node:util";
import type { FailedStartId } from "../catalogue.ts";
import { EXIT } from "../exit-codes.ts";
import { EXHAUSTED } from "../files/exhausted.ts";
import { CannotLook } from "../watch/sockets/proc.ts";

/** A failure in words: what, and how to fix it. */
export interface FailureWords {
  readonly what: string;
  readonly fix: string;
}

/** What is said of an error that nobody expected, and what to do: its text may hold anything. */
function describeFault(error: unknown): FailureWords {
  const name = error instanceof Error ? error.name : "unknown";
  return {
    what: `internal error (${name}); this is a mistake of mlflow-guard`,
    fix: "please report it, with the command you ran",
  };
}

/** Where a process, or the whole system, may open no more files. */
export const TOO_FEW_FILES = {
  what: "too few files may be open at once",
  fix: "ulimit -n 1024",
} as const;

/** If a part of the program that was not needed so far is gone: somebody installed another one in the meantime. */
const REPLACED = {
  what: "a file of mlflow-guard itself is missing: was it installed anew since it was started?",
  fix: "run it again",
} as const;

type SystemFailureId = Extract<
  FailedStartId,
  "too-many-open-files" | "launcher-replaced" | "system-call-failed"
>;

/** An error that came through to the command, in words, and the exit code that goes with it. */
export interface Fault extends FailureWords {
  /** Null of a mistake of the launcher, which no reader of a page could fix. */
  readonly id: SystemFailureId | null;
  /** A mistake of the launcher, or a call of the system that failed. */
  readonly whose: "fault" | "system";
  readonly code: number;
  /** For who debugs the launcher; undefined for everybody else. */
  readonly stack: string | undefined;
}

/** What the system fails ends with the exit code of a failed start. */
function systems(id: SystemFailureId): Pick<Fault, "id" | "whose" | "code"> {
  return { id, whose: "system", code: EXIT.notServing };
}

/** @param env MLFLOW_GUARD_DEBUG=1 wants the stack. */
export function faultOf(error: unknown, env: Readonly<Record<string, string | undefined>>): Fault {
  const { code, stack } = error as { code?: unknown; stack?: string };
  if (EXHAUSTED.has(code))
    return { ...TOO_FEW_FILES, ...systems("too-many-open-files"), stack: undefined };
  if (code === "MODULE_NOT_FOUND")
    return { ...REPLACED, ...systems("launcher-replaced"), stack: undefined };
  const shown = env.MLFLOW_GUARD_DEBUG === "1" ? stack : undefined;
  const failed = failedCall(error);
  if (failed === null)
    return { ...describeFault(error), id: null, whose: "fault", code: EXIT.internal, stack: shown };
  return {
    what: `the system failed a call that was needed: ${failed}`,
    fix: "see what it says of its disk, memory and limits (dmesg, df, ulimit -a), and run it again",
    ...systems("system-call-failed"),
    stack: shown,
  };
}

/** Only a call that was made wrongly fails with these. */
const OURS = new Set(["EBADF", "EFAULT", "EINVAL", "ENOTSOCK"]);

/** The call of the system that failed, and why; null if none did. */
function failedCall(error: unknown): string | null {
  if (error instanceof CannotLook) return `a look at /proc (${inWords(error.code)})`;
  const { syscall, code, errno } = error as NodeJS.ErrnoException;
  // Of a spawn it has the program's path, too.
  const call = /^\w+/.exec(typeof syscall === "string" ? syscall : "")?.[0];
  const name = typeof errno === "number" && errno < 0 ? getSystemErrorName(errno) : code;
  return call === undefined || name === undefined || OURS.has(name)
    ? null
    : `${call} (${inWords(name)})`;
}

/** @param code as `EIO`. */
function inWords(code: string): string {
  const known = [...getSystemErrorMap().values()].find(([name]) => name === code);
  return known ? known.join(", ") : code;
}
