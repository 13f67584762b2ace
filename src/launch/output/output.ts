import { fstatSync } from "node:fs";
import type { Readable } from "node:stream";
import { isatty } from "node:tty";
import { splitLines } from "./lines.ts";
import { type Loss, Outlet } from "./outlet.ts";
import { handOver, makePipes, type Pipe, type PipePlace } from "./pipes.ts";
import { senderTo } from "./send.ts";
import { TerminalFilter } from "./terminal-filter.ts";

const [OUT, ERR] = [1, 2];

/** Milliseconds between two reads of a stream, unless this many bytes came at once. */
const REST = 20;
const FULL = 16_384;

/** Milliseconds for what is left in MLflow's pipes once nobody takes it. */
const LAST_READ = 1000;

/** Tells the processes of a launch which pipes lead to a terminal; `import-guard.ts` has the other side of it. */
const TERMINAL = "MLFLOW_GUARD_TERMINAL";

/** What the child gets for standard output and standard error. */
export type ChildStdio = readonly [number | "pipe", number | "pipe"];

/**
 * Everything that a run writes: what MLflow writes passes unchanged (at a terminal, without control sequences), each
 * stream in its order, and the launcher's own words go between its lines. Where both streams go to the same place they are one pipe, so that the order between
 * them stays, too.
 */
export class Output {
  readonly #out: Outlet;
  readonly #err: Outlet;
  readonly #readers: ((line: string) => void)[] = [];
  #pipes: readonly Pipe[] = [];
  #sources: readonly (Readable | null)[] = [];
  #passing: Promise<unknown> = Promise.resolve();
  #abandoned: Promise<void> | undefined;
  readonly #lost: (what: string) => void;

  /** @param lost is told in words what did not arrive. */
  constructor(lost: (what: string) => void) {
    this.#lost = lost;
    this.#err = this.#outlet(ERR, "standard error");
    this.#out = samePlace() ? this.#err : this.#outlet(OUT, "standard output");
  }

  #outlet(fd: number, name: string): Outlet {
    const filter = isatty(fd) ? new TerminalFilter() : null;
    return new Outlet(senderTo(fd), (loss) => this.#lost(describeLoss(name, loss)), filter);
  }

  /** One of the launcher's own messages. */
  say(text: string): void {
    this.#err.say(text);
  }

  /** A line of a terminal that the next one replaces. */
  show(status: string): void {
    this.#err.show(status);
  }

  /** Calls back for each line that MLflow writes, without colours. */
  read(reader: (line: string) => void): void {
    this.#readers.push(reader);
  }

  /** What the child is to write to; sockets where real pipes cannot be made. */
  childStdio(python: string, folder: PipePlace): ChildStdio {
    try {
      this.#pipes = makePipes(python, folder, this.#out === this.#err ? ["out"] : ["out", "err"]);
    } catch {
      return ["pipe", "pipe"];
    }
    const [out, err = out] = this.#pipes.map(({ childEnd }) => childEnd);
    return [out ?? OUT, err ?? ERR];
  }

  /**
   * What MLflow's processes must know of these pipes: the ones that lead to a terminal, so that they keep colours and
   * write line by line as they would to the terminal itself.
   */
  get environment(): readonly (readonly [string, string])[] {
    const names = this.#pipes
      .filter((_, at) => isatty(at === 0 ? OUT : ERR))
      .map(({ childEnd }) => identify(childEnd));
    return names.length > 0 ? [[TERMINAL, names.join(" ")]] : [];
  }

  /** Begins to hand on, once the child is there. */
  attach(stdout: Readable | null, stderr: Readable | null): void {
    handOver(this.#pipes);
    const [out = stdout, err = stderr] = this.#pipes.map(({ source }) => source);
    this.#sources = [out, err];
    this.#passing = Promise.all([this.#passOn(out, this.#out), this.#passOn(err, this.#err)]);
  }

  /** Resolves once MLflow's streams have ended and everything was taken. */
  async ended(): Promise<void> {
    await this.#passing;
    await Promise.all([this.#out.drained(), this.#err.drained()]);
    await this.#abandoned;
  }

  /**
   * Gives up readers that take nothing, so that the launcher can end. What MLflow wrote is still read, for those who
   * read along.
   */
  abandon(): Promise<void> {
    this.#abandoned ??= this.#abandon();
    return this.#abandoned;
  }

  async #abandon(): Promise<void> {
    this.#out.abandon();
    this.#err.abandon();
    await within(LAST_READ, this.#passing);
    for (const source of this.#sources) source?.destroy();
    await this.finish(LAST_READ);
  }

  /** Waits for the readers of what is left, but not longer, and says what was lost. @param milliseconds of patience. */
  async finish(milliseconds: number): Promise<void> {
    const outlets = [this.#out, this.#err];
    const drained = () => within(milliseconds, Promise.all(outlets.map((one) => one.drained())));
    await drained();
    for (const one of outlets) one.abandon();
    await drained();
    for (const one of outlets) one.count();
    await drained();
  }

  /**
   * Reads on while there is room for what a reader did not take yet: what was served is audited, whoever reads the
   * output. A slow reader slows MLflow down in the end, as it would without the launcher, and little piles up here.
   */
  #passOn(source: Readable | null, outlet: Outlet): Promise<void> {
    if (!source) return Promise.resolve();
    const split = splitLines((line) => {
      for (const read of this.#readers) read(line);
    });
    source.on("data", (bytes: Buffer) => {
      source.pause();
      outlet.write(bytes);
      split(bytes);
      // What is read here may become the launcher's own words, as the audit in JSON logs does.
      const room = Promise.all([outlet.roomy(), this.#err.roomy()]);
      void room.then(() => rest(bytes.length, () => source.resume()));
    });
    source.on("error", () => source.destroy());
    return new Promise((resolve) =>
      source.on("close", () => {
        outlet.end();
        resolve();
      }),
    );
  }
}

function describeLoss(name: string, { code, gone, bytes }: Loss): string {
  const lost = `${bytes} byte${bytes === 1 ? "" : "s"}`;
  if (code === null) return `${lost} for ${name} ${bytes === 1 ? "is" : "are"} lost`;
  return gone
    ? `nobody reads ${name} any more (${code}); what MLflow writes there is dropped`
    : `${name} could not be written (${code}); some of MLflow's output is lost, ${lost} so far`;
}

/** Waits for something, but not longer. */
async function within(milliseconds: number, what: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([what, over]);
  clearTimeout(timer);
}

/** Lines of a busy server are read some at a time; a stream that fills its piece is read on at once. */
function rest(bytes: number, resume: () => void): void {
  if (bytes >= FULL) resume();
  else setTimeout(resume, REST);
}

function identify(fd: number): string {
  const { dev, ino } = fstatSync(fd);
  return `${dev}:${ino}`;
}

function samePlace(): boolean {
  const [out, err] = [fstatSync(OUT), fstatSync(ERR)];
  return out.dev === err.dev && out.ino === err.ino && out.rdev === err.rdev;
}
