import { CannotLook } from "../watch/proc.ts";
import { listPids, readProcess } from "../watch/process-table.ts";

const GONE = new Set(["ESRCH", "EPERM"]);

/** Sends a signal to a whole process group, and to these processes outside of it. */
export function signalGroup(
  leader: number,
  signal: NodeJS.Signals,
  outsiders: readonly number[] = [],
): void {
  for (const pid of [-leader, ...outsiders]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // Gone already, or of another user: the caller sees what is left.
      if (!GONE.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
}

/**
 * Is nothing of the group running any more? Zombies are not: an init that reaps late must not hold the launcher. What
 * cannot be looked at may be running.
 */
export function groupIsEmpty(leader: number): boolean {
  try {
    process.kill(-leader, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  try {
    const members = listPids()?.map(readProcess);
    return members?.every((view) => view?.group !== leader || !view.alive) ?? false;
  } catch (error) {
    if (error instanceof CannotLook) return false;
    throw error;
  }
}
