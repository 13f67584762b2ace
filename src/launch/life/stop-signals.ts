import type { Ports } from "../../ports.ts";

/**
 * Milliseconds within which an equal signal is the same one. A terminal sends Ctrl-C to every process in it, and npm
 * passes on to its child what that child has already: a second SIGINT, 0.7 ms after the first (npm 11.19.1).
 * @see https://github.com/npm/run-script/blob/v10.0.4/lib/signal-manager.js
 */
const ECHO = 500;

type Listener = (signal: NodeJS.Signals) => void;

/**
 * The signals that ask for an end, from before there is anything to stop: from here on none of them ends the launcher
 * alone, which would leave behind what it has made so far.
 */
export class StopSignals {
  /** Hears no more; a further signal has its ordinary effect. */
  readonly end: () => void;
  readonly #now: () => number;
  readonly #counted = new Map<NodeJS.Signals, number>();
  #waiting: NodeJS.Signals[] = [];
  #listener: Listener = (signal) => this.#waiting.push(signal);
  #any = false;

  /** @param now milliseconds of a monotonic clock. */
  constructor({ onSignal }: Pick<Ports, "onSignal">, now: () => number = () => performance.now()) {
    this.#now = now;
    this.end = onSignal("stop", (signal) => this.#hear(signal));
  }

  /** Has one come? */
  get any(): boolean {
    return this.#any;
  }

  /** From now on they go here and no longer where they went, also those that came when nobody heard. */
  tell(listener: Listener): void {
    this.#listener = listener;
    for (const signal of this.#waiting.splice(0)) listener(signal);
  }

  #hear(signal: NodeJS.Signals): void {
    const now = this.#now();
    if (now - (this.#counted.get(signal) ?? Number.NEGATIVE_INFINITY) < ECHO) return;
    this.#counted.set(signal, now);
    this.#any = true;
    this.#listener(signal);
  }
}
