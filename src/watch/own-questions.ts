/** How long after a question its line in the access log is waited for, in milliseconds. */
const KEPT = 120_000;

/** The launcher's own questions, by the port that they came from: their lines are nobody's access. */
export class OwnQuestions {
  readonly #asked = new Map<number, number>();
  #seen = false;

  /** A question goes out from this port. */
  add(port: number | undefined, now = Date.now()): void {
    for (const [old, at] of this.#asked) {
      if (now - at < KEPT) break;
      this.#asked.delete(old);
    }
    if (port === undefined) return;
    // To the end of the map, which is in the order of time.
    this.#asked.delete(port);
    this.#asked.set(port, now);
  }

  /** Was it one of ours that came from there? Each counts once, so that nobody else can hide behind it. */
  take(port: number | null): boolean {
    const own = port !== null && this.#asked.delete(port);
    this.#seen ||= own;
    return own;
  }

  /** Has the server's access log shown any of them? Only then it is known to work. */
  get seen(): boolean {
    return this.#seen;
  }
}
