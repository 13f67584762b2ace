import type { ReadStream } from "node:tty";
import type { Ports } from "../ports.ts";
import type { Typed } from "./keys.ts";

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
    this.#unlisten = [
      this.#onSignal("stop", (signal) => {
        this.on();
        // SIGQUIT would leave a dump of the memory, with what was typed in it.
        if (signal === "SIGQUIT") this.#end({ kind: "interrupt" });
        else process.kill(process.pid, signal);
      }),
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
