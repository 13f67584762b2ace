import { EXIT } from "../exit-codes.ts";

/** What is said of an error that nobody expected, and what to do: its text may hold anything. */
function describeFault(error: unknown): [what: string, fix: string] {
  const name = error instanceof Error ? error.name : "unknown";
  return [
    `internal error (${name}); this is a mistake of mlflow-guard`,
    "please report it, with the command you ran",
  ];
}

/** Where a process, or the whole system, may open no more files. */
export const TOO_FEW_FILES = {
  what: "too few files may be open at once",
  fix: "ulimit -n 1024",
} as const;

/** An error that came through to the command, in words, and the exit code that goes with it. */
export interface Fault {
  readonly what: string;
  readonly fix: string;
  readonly code: number;
  /** For who debugs the launcher; undefined for everybody else. */
  readonly stack: string | undefined;
}

/** @param env MLFLOW_GUARD_DEBUG=1 wants the stack. */
export function faultOf(error: unknown, env: Readonly<Record<string, string | undefined>>): Fault {
  const { code, stack } = error as { code?: unknown; stack?: string };
  if (code === "EMFILE" || code === "ENFILE")
    return { ...TOO_FEW_FILES, code: EXIT.notServing, stack: undefined };
  const [what, fix] = describeFault(error);
  const wanted = env.MLFLOW_GUARD_DEBUG === "1";
  return { what, fix, code: EXIT.internal, stack: wanted ? stack : undefined };
}
