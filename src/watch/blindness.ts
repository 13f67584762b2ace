import type { CannotLook } from "./proc.ts";
import type { Violation } from "./types.ts";

/** Milliseconds that a server which others can reach may go on while nobody can look at it. */
const LONGEST = 10_000;

/** What is said or done about it. */
export interface Unseen {
  readonly warning: string | null;
  readonly violation: Violation | null;
}

/** How long the launcher has not been able to look at what it watches. */
export class Blindness {
  readonly #exposed: boolean;
  #since: number | null = null;

  /** @param exposed others can reach the server, as approved or by a claim. */
  constructor(exposed: boolean) {
    this.#exposed = exposed;
  }

  /** A look failed; times in milliseconds. */
  failed({ code }: CannotLook, now: number): Unseen {
    const first = this.#since === null;
    this.#since ??= now;
    const what = `could not look at the processes and sockets of the server (${code})`;
    if (this.#exposed && now - this.#since >= LONGEST) {
      const cause = "the launcher, or this system, ran out of open files or memory";
      const seconds = Math.round((now - this.#since) / 1000);
      return { warning: null, violation: { what: `${what} for ${seconds} s`, cause } };
    }
    const then = this.#exposed
      ? `if that lasts ${LONGEST / 1000} s, the server is stopped`
      : "it goes on unwatched, for this machine only, until that ends";
    return { warning: first ? `${what}; ${then}` : null, violation: null };
  }

  /** A look succeeded. @returns what is said of it, after some that failed. */
  ended(now: number): string | null {
    if (this.#since === null) return null;
    const seconds = Math.round((now - this.#since) / 1000);
    this.#since = null;
    return `the processes and sockets of the server can be looked at again, after ${seconds} s`;
  }
}
