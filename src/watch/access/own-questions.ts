/** The launcher's end of a connection. */
export interface LocalEnd {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
}

/** How long after a question its line in the access log is waited for, in milliseconds. */
const KEPT = 30_000;

/** The launcher's own questions, by the address that they came from: their lines are nobody's access. */
export class OwnQuestions {
  readonly #asked = new Map<string, number>();
  #seen = false;

  /** A question goes out from this end of a connection. */
  add({ localAddress, localPort }: LocalEnd, now = performance.now()): void {
    for (const [old, at] of this.#asked) {
      if (now - at < KEPT) break;
      this.#asked.delete(old);
    }
    if (localAddress === undefined) return;
    const end = `${localAddress}:${localPort}`;
    // To the end of the map, which is in the order of time.
    this.#asked.delete(end);
    this.#asked.set(end, now);
  }

  /** Was it one of ours that came from there? Each counts once, so that nobody else can hide behind it. */
  take(client: string, port: number | null): boolean {
    const own = this.#asked.delete(`${client}:${port}`);
    this.#seen ||= own;
    return own;
  }

  /** Has the server's access log shown any of them? Only then it is known to work. */
  get seen(): boolean {
    return this.#seen;
  }
}
