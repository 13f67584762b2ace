import { getSystemErrorMap, getSystemErrorName } from "node:util";
import { EXIT } from "../exit-codes.ts";
import { EXHAUSTED } from "../files/exhausted.ts";
import { CannotLook } from "../watch/proc.ts";

/** What is said of an error that nobody expected, and what to do: its text may hold anything. */
function describeFault(error: unknown): Pick<Fault, "what" | "fix"> {
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

/** An error that came through to the command, in words, and the exit code that goes with it. */
export interface Fault {
  readonly what: string;
  readonly fix: string;
  /** A mistake of the launcher, or a call of the system that failed. */
  readonly whose: "fault" | "system";
  readonly code: number;
  /** For who debugs the launcher; undefined for everybody else. */
  readonly stack: string | undefined;
}

const SYSTEM = { whose: "system", code: EXIT.notServing } as const;

/** @param env MLFLOW_GUARD_DEBUG=1 wants the stack. */
export function faultOf(error: unknown, env: Readonly<Record<string, string | undefined>>): Fault {
  const { code, stack } = error as { code?: unknown; stack?: string };
  if (EXHAUSTED.has(code)) return { ...TOO_FEW_FILES, ...SYSTEM, stack: undefined };
  if (code === "MODULE_NOT_FOUND") return { ...REPLACED, ...SYSTEM, stack: undefined };
  const shown = env.MLFLOW_GUARD_DEBUG === "1" ? stack : undefined;
  const failed = failedCall(error);
  if (failed === null)
    return { ...describeFault(error), whose: "fault", code: EXIT.internal, stack: shown };
  return {
    what: `the system failed a call that was needed: ${failed}`,
    fix: "see what it says of its disk, memory and limits (dmesg, df, ulimit -a), and run it again",
    ...SYSTEM,
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
