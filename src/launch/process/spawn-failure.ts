import { existsSync } from "node:fs";
import { CATALOGUE } from "../../catalogue.ts";

/** Why a program was not started, and the launcher's exit code; `report/spawn-failures.ts` has the words. */
export type SpawnFailure = { readonly file: string; readonly exit: number } & (
  | {
      readonly id: Keyed | "working-directory-gone" | "mlflow-not-runnable";
      /** The system's code, as `E2BIG`. */
      readonly error: string;
    }
  /** It ended with this code. */
  | { readonly id: "python-not-runnable"; readonly code: number | null }
);

type Keyed = "command-too-long" | "out-of-memory" | "too-many-processes" | "too-many-open-files";

/**
 * The errors with which the machine has no room for a program. With any other the program itself cannot be run.
 * @see https://man7.org/linux/man-pages/man2/execve.2.html (ERRORS)
 * @see https://man7.org/linux/man-pages/man2/fork.2.html (ERRORS)
 */
const NO_ROOM: Readonly<Record<string, Keyed>> = {
  E2BIG: "command-too-long",
  ENOMEM: "out-of-memory",
  EAGAIN: "too-many-processes",
  EMFILE: "too-many-open-files",
  ENFILE: "too-many-open-files",
};

/** @param error the system's code, as `E2BIG`. @param cwd where it was to run. */
export function spawnFailure(file: string, error: string, cwd: string): SpawnFailure {
  const gone = error === "ENOENT" && !existsSync(cwd);
  const id = gone ? "working-directory-gone" : (NO_ROOM[error] ?? "mlflow-not-runnable");
  return { id, file, error, exit: CATALOGUE[id].exit };
}

/** A shell runs what the kernel does not (execvp(3)), and a Python without its library ends at once. */
export function brokenPython(file: string, code: number | null): SpawnFailure {
  const id = "python-not-runnable";
  return { id, file, code, exit: CATALOGUE[id].exit };
}
