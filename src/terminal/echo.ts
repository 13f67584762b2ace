import type { ReadStream } from "node:tty";
import type { Ports } from "../ports.ts";
import type { Typed } from "./keys.ts";

/** They would leave a dump of the memory, with what was typed in it (signal(7), "Core"). */
const DUMPS: ReadonlySet<NodeJS.Signals> = new Set(["SIGQUIT", "SIGABRT", "SIGSYS", "SIGXCPU"]);

/** Whether a terminal shows what is typed. Off, it comes back by itself before a signal ends or stops this process. */
export class Echo {
  /** A signal ended the question. */
  readonly ended: Promise<Typed>;
  readonly #stream: ReadStream;
  readonly #onSignal: Ports["onSignal"];
  #unlisten: readonly (() => void)[] = [];
  #end: (typed: Typed) => void = () => {};

  constructor(stream: ReadStream, onSignal: Ports["onSignal"]) {
    this.#stream = stream;
    this.#onSignal = onSignal;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  off(): void {
    const ends = (signal: NodeJS.Signals) => {
      this.on();
      if (DUMPS.has(signal)) this.#end({ kind: "interrupt" });
      else process.kill(process.pid, signal);
    };
    this.#unlisten = [
      this.#onSignal("stop", ends),
      this.#onSignal("fatal", ends),
      this.#onSignal("suspend", () => this.#end({ kind: "suspend" })),
    ];
    this.#stream.setRawMode(true);
  }

  on(): void {
    this.#stream.setRawMode(false);
    for (const unlisten of this.#unlisten) unlisten();
    this.#unlisten = [];
  }
}
