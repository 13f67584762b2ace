import { ticksOf } from "./process-table.ts";

/** Ticks within a second that count as work: five hundredths. Servers that wait wake up now and then, too. */
const BUSY = 5;
const SECOND = 1000;

/** When the processes of a launch last worked. */
export class Activity {
  #before = new Map<number, number>();
  #looked: number;
  #worked: number;

  constructor(now: number) {
    this.#looked = now;
    this.#worked = now;
  }

  /** Looks at most once a second; times in milliseconds. */
  look(members: readonly number[], now: number): void {
    if (now - this.#looked < SECOND) return;
    const ticks = new Map(members.map((pid) => [pid, ticksOf(pid)]));
    const used = [...ticks].reduce(
      (sum, [pid, count]) => sum + count - (this.#before.get(pid) ?? 0),
      0,
    );
    if (used >= (BUSY * (now - this.#looked)) / SECOND) this.#worked = now;
    this.#before = ticks;
    this.#looked = now;
  }

  /** Seconds since they last worked. */
  idle(now: number): number {
    return (now - this.#worked) / SECOND;
  }
}
