import type { Notice, Violation } from "../types.ts";
import type { CannotLook } from "./proc.ts";

/** Milliseconds that a server which others can reach may go on while nobody can look at it. */
export const LONGEST_BLINDNESS = 10_000;

/** What is said or done about it. */
export interface Unseen {
  readonly warning: Notice | null;
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
    if (this.#exposed && now - this.#since >= LONGEST_BLINDNESS) {
      const seconds = Math.round((now - this.#since) / 1000);
      return { warning: null, violation: { id: "cannot-look", error: code, seconds } };
    }
    const warning: Notice = { code: "cannot-look", error: code, exposed: this.#exposed };
    return { warning: first ? warning : null, violation: null };
  }

  /** A look succeeded. @returns what is said of it, after some that failed. */
  ended(now: number): Notice | null {
    if (this.#since === null) return null;
    const seconds = Math.round((now - this.#since) / 1000);
    this.#since = null;
    return { code: "can-look-again", seconds };
  }
}
