import { Backlog } from "./backlog.ts";
import type { Sender } from "./send.ts";
import type { TerminalFilter } from "./terminal-filter.ts";

/** The other end is gone for good: a closed pipe, a terminal that was closed. */
const GONE = new Set(["EPIPE", "EIO", "ECONNRESET", "ENXIO", "EBADF"]);

const NEWLINE = 10;

/** Ends whatever style MLflow left on: it could hide the launcher's words. */
const PLAIN = "\u001b[0m";

/** Back to the first column, and nothing behind it. */
const ERASE = "\r\u001b[K";

/** Bytes that may wait for a reader before who causes them has to wait, too. */
const MOST_WAITING = 1_048_576;

/** Bytes that did not arrive. */
export interface Loss {
  /** Why the first of them did not; null once a reader takes bytes again, or nothing more is sent. */
  readonly code: string | null;
  /** The reader will not come back; what follows is thrown away. */
  readonly gone: boolean;
  /** How many, since this was told the last time. */
  readonly bytes: number;
}

/**
 * One of the launcher's two outputs. Bytes leave in the order in which they came; nothing here waits, so a slow reader
 * holds back only those who ask whether there is room.
 */
export class Outlet {
  readonly #sender: Sender;
  readonly #tell: (loss: Loss) => void;
  readonly #filter: TerminalFilter | null;
  readonly #backlog = new Backlog();
  readonly #idle: (() => void)[] = [];
  readonly #roomy: (() => void)[] = [];
  /** Bytes that are not taken yet. */
  #waiting = 0;
  #busy = false;
  #gone = false;
  #failing = false;
  #lost = 0;
  #midLine = false;
  #status = "";

  /**
   * @param tell told of the first bytes that a reader did not get, of their number once it gets some again, and at the
   *   end of what it was not told yet.
   * @param filter for a terminal: what MLflow's bytes go through.
   */
  constructor(sender: Sender, tell: (loss: Loss) => void, filter: TerminalFilter | null = null) {
    this.#sender = sender;
    this.#filter = filter;
    this.#tell = tell;
  }

  /** MLflow's bytes. */
  write(bytes: Buffer): void {
    this.#write(this.#filter?.pass(bytes) ?? bytes);
  }

  /** Nothing more comes from MLflow: what the filter holds back is let go. */
  end(): void {
    const rest = this.#filter?.end();
    if (rest?.length) this.#write(rest);
  }

  #write(bytes: Buffer): void {
    const shown = this.#status !== "";
    this.#status = "";
    if (bytes.length > 0) this.#midLine = bytes.at(-1) !== NEWLINE;
    this.#push(shown ? Buffer.concat([Buffer.from(ERASE), bytes]) : bytes);
  }

  /** The launcher's own words, on lines of their own. */
  say(text: string): void {
    const plain = this.#filter?.styled ? PLAIN : "";
    const apart = this.#midLine ? "\n" : "";
    this.#write(Buffer.from(plain + apart + text));
  }

  /** A line for terminals that the next one replaces; it does not cut into a line of MLflow's. Empty takes it away. */
  show(status: string): void {
    if (this.#midLine || this.#busy || status === this.#status) return;
    this.#status = status;
    this.#push(Buffer.from(ERASE + status));
  }

  /** Resolves while there is room for more bytes to wait here, else once there is. */
  roomy(): Promise<void> {
    return this.#waiting < MOST_WAITING
      ? Promise.resolve()
      : new Promise((resolve) => this.#roomy.push(resolve));
  }

  /** Resolves once everything is taken or lost. */
  drained(): Promise<void> {
    return this.#busy ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  /** Gives up a reader that takes nothing: throws away what it did not take yet, and what comes. */
  abandon(): void {
    if (!this.#busy || this.#gone) return;
    this.#gone = true;
    this.#failing = true;
    this.#sender.close();
  }

  /** Tells what was lost and not told yet. */
  count(): void {
    const bytes = this.#lost;
    this.#lost = 0;
    if (bytes > 0) this.#tell({ code: null, gone: this.#gone, bytes });
  }

  #push(bytes: Buffer): void {
    this.#waiting += bytes.length;
    if (this.#busy) this.#backlog.append(bytes);
    else this.#send(bytes);
  }

  #next(): void {
    if (this.#backlog.length > 0) {
      this.#send(this.#backlog.take());
      return;
    }
    this.#busy = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #send(piece: Buffer): void {
    this.#busy = true;
    const done = (error: { readonly code?: string | undefined } | null, left: number) => {
      this.#waiting -= piece.length;
      if (error) this.#lose(error.code ?? "unknown", piece, left);
      else this.#arrived();
      if (this.#waiting < MOST_WAITING) for (const resolve of this.#roomy.splice(0)) resolve();
      this.#next();
    };
    if (this.#gone) setImmediate(done, { code: "EPIPE" }, piece.length);
    else this.#sender.send(piece, done);
  }

  #arrived(): void {
    this.#failing = false;
    this.count();
  }

  #lose(code: string, piece: Buffer, left: number): void {
    this.#gone ||= GONE.has(code);
    this.#lost += left;
    // Where half a line arrived, the next words go on a line of their own.
    if (left < piece.length) this.#midLine = piece.at(piece.length - left - 1) !== NEWLINE;
    if (this.#failing) return;
    this.#failing = true;
    const bytes = this.#lost;
    this.#lost = 0;
    this.#tell({ code, gone: this.#gone, bytes });
  }
}
