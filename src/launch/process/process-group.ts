import { CannotLook } from "../../watch/sockets/proc.ts";
import { listPids, readProcess } from "../../watch/sockets/process-table.ts";
import type { ProcessesLeft } from "../life/failed-start.ts";

const GONE = new Set(["ESRCH", "EPERM"]);

/** The process group of a launch, and the processes of it that left the group. */
export class ProcessGroup {
  readonly #leader: number;
  readonly #outsiders: () => readonly number[];

  /** @param outsiders the pids of those that left it and still live. */
  constructor(leader: number, outsiders: () => readonly number[]) {
    this.#leader = leader;
    this.#outsiders = outsiders;
  }

  /** What may not be signalled, or is gone already, is passed over: `left` names it. */
  signal(signal: NodeJS.Signals): void {
    for (const pid of [-this.#leader, ...this.#outsiders()]) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        if (!GONE.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      }
    }
  }

  /**
   * Is nothing of it running any more? Zombies are not: an init that reaps late must not hold the launcher. What cannot
   * be looked at may be running.
   */
  isEmpty(): boolean {
    if (this.#outsiders().length > 0) return false;
    try {
      process.kill(-this.#leader, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ESRCH";
    }
    return this.#members()?.length === 0;
  }

  /** What still runs, as far as it can be looked at. */
  left(): ProcessesLeft {
    return { id: "process-left", pids: [...(this.#members() ?? []), ...this.#outsiders()] };
  }

  /** Null where nobody can look. */
  #members(): readonly number[] | null {
    try {
      const views = listPids()?.flatMap((pid) => readProcess(pid) ?? []);
      const living = views?.filter(({ group, alive }) => group === this.#leader && alive);
      return living?.map(({ pid }) => pid) ?? null;
    } catch (error) {
      if (error instanceof CannotLook) return null;
      throw error;
    }
  }
}
