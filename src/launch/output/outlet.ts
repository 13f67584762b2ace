import type { Sender } from "./send.ts";
import type { TerminalFilter } from "./terminal-filter.ts";

/** The other end is gone for good: a closed pipe, a terminal that was closed. */
const GONE = new Set(["EPIPE", "EIO", "ECONNRESET", "ENXIO", "EBADF"]);

const NEWLINE = 10;

/** Ends whatever style MLflow left on: it could hide the launcher's words. */
const PLAIN = "\u001b[0m";

/** Back to the first column, and nothing behind it. */
const ERASE = "\r\u001b[K";

/** Messages that may wait for a reader before who causes them has to wait, too. */
const MOST_WAITING = 64;

/** Why bytes did not arrive. */
export interface Loss {
  readonly code: string;
  /** The reader will not come back; what follows is thrown away. */
  readonly gone: boolean;
}

interface Waiting {
  readonly bytes: Buffer;
  readonly taken: () => void;
}

/**
 * One of the launcher's two outputs. Bytes leave in the order in which they came; nothing here waits, so a slow reader
 * holds back only those who ask to be told when their bytes are taken.
 */
export class Outlet {
  readonly #sender: Sender;
  readonly #lost: (loss: Loss) => void;
  readonly #filter: TerminalFilter | null;
  readonly #queue: Waiting[] = [];
  readonly #idle: (() => void)[] = [];
  #busy = false;
  #gone = false;
  #told = false;
  #midLine = false;
  #status = "";

  /**
   * @param lost told of the first bytes that a reader did not get, and again once it has got some in between.
   * @param filter for a terminal: what MLflow's bytes go through.
   */
  constructor(sender: Sender, lost: (loss: Loss) => void, filter: TerminalFilter | null = null) {
    this.#sender = sender;
    this.#filter = filter;
    this.#lost = lost;
  }

  /** MLflow's bytes; `taken` is called also when they are lost. */
  write(bytes: Buffer, taken: () => void): void {
    this.#write(this.#filter?.pass(bytes) ?? bytes, taken);
  }

  /** Nothing more comes from MLflow: what the filter holds back is let go. */
  end(): void {
    const rest = this.#filter?.end();
    if (rest?.length) this.#write(rest, () => {});
  }

  #write(bytes: Buffer, taken: () => void): void {
    const shown = this.#status !== "";
    this.#status = "";
    if (bytes.length > 0) this.#midLine = bytes.at(-1) !== NEWLINE;
    this.#push(shown ? Buffer.concat([Buffer.from(ERASE), bytes]) : bytes, taken);
  }

  /** The launcher's own words, on lines of their own. */
  say(text: string): void {
    const plain = this.#filter?.styled ? PLAIN : "";
    const apart = this.#midLine ? "\n" : "";
    this.#write(Buffer.from(plain + apart + text), () => {});
  }

  /** A line for terminals that the next one replaces; it does not cut into a line of MLflow's. Empty takes it away. */
  show(status: string): void {
    if (this.#midLine || this.#busy || status === this.#status) return;
    this.#status = status;
    this.#push(Buffer.from(ERASE + status), () => {});
  }

  /** Resolves while little waits here, else once all of it is taken: for who makes words out of what MLflow writes. */
  roomy(): Promise<void> {
    return this.#queue.length < MOST_WAITING ? Promise.resolve() : this.drained();
  }

  /** Resolves once everything is taken or lost. */
  drained(): Promise<void> {
    return this.#busy ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  /** Throws away what is not taken yet, and what comes. */
  abandon(): void {
    this.#gone = true;
    this.#sender.close();
  }

  #push(bytes: Buffer, taken: () => void): void {
    this.#queue.push({ bytes, taken });
    if (!this.#busy) this.#next();
  }

  #next(): void {
    const first = this.#queue.shift();
    this.#busy = first !== undefined;
    if (!first) {
      for (const resolve of this.#idle.splice(0)) resolve();
      return;
    }
    const done = (error: NodeJS.ErrnoException | null) => {
      if (error) this.#lose(error.code ?? "unknown");
      else this.#told = this.#gone;
      first.taken();
      this.#next();
    };
    if (this.#gone) setImmediate(done, null);
    else this.#sender.send(first.bytes, done);
  }

  #lose(code: string): void {
    this.#gone ||= GONE.has(code);
    if (this.#told) return;
    this.#told = true;
    this.#lost({ code, gone: this.#gone });
  }
}
