import { closeSync, constants, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import { printable } from "../report/wrap.ts";
import { type Keys, NO_KEYS, readKeys, type Typed } from "./keys.ts";
import { Interrupted, NotDone } from "./not-done.ts";

/** The person, wherever stdin, stdout and stderr lead. */
export interface Terminal {
  /** Asks without showing what is typed. */
  readonly askHidden: (question: string) => Promise<string>;
  readonly ask: (question: string) => Promise<string>;
  readonly close: () => void;
}

const DEVICE = "/dev/tty";

/** The terminal of this session; null where there is none. */
export function openTerminal(): Terminal | null {
  let input: number;
  let output: number;
  try {
    input = openSync(DEVICE, constants.O_RDWR | constants.O_NOCTTY);
    output = openSync(DEVICE, constants.O_WRONLY | constants.O_NOCTTY);
  } catch {
    return null;
  }
  const stream = new ReadStream(input);
  stream.pause();
  return terminalOn(stream, output);
}

function terminalOn(stream: ReadStream, output: number): Terminal {
  // What was pasted behind the first line, for the second question.
  let ahead: Uint8Array = new Uint8Array();
  const ask = async (question: string, hidden: boolean) => {
    // Echo off before the question is seen: nobody types faster.
    if (hidden) stream.setRawMode(true);
    writeSync(output, printable(question));
    const { typed, rest } = await nextLine(stream, ahead);
    ahead = rest;
    if (hidden) {
      stream.setRawMode(false);
      writeSync(output, "\n");
    }
    return lineOf(typed);
  };
  return {
    askHidden: (question) => ask(question, true),
    ask: (question) => ask(question, false),
    close: () => {
      stream.destroy();
      closeSync(output);
    },
  };
}

function nextLine(
  stream: ReadStream,
  ahead: Uint8Array,
): Promise<{ typed: Typed; rest: Uint8Array }> {
  return new Promise((resolve) => {
    let keys: Keys = NO_KEYS;
    const done = (typed: Typed, rest: Uint8Array) => {
      stream.off("data", feed).off("end", ended).off("error", ended).pause();
      resolve({ typed, rest });
    };
    const ended = () => done({ kind: "end" }, new Uint8Array());
    const feed = (bytes: Uint8Array) => {
      const read = readKeys(keys, bytes);
      keys = read.keys;
      if (read.typed) done(read.typed, read.rest);
    };
    stream.on("data", feed).on("end", ended).on("error", ended).resume();
    feed(ahead);
  });
}

function lineOf(typed: Typed): string {
  if (typed.kind === "line") return typed.text;
  if (typed.kind === "interrupt") throw new Interrupted();
  if (typed.kind === "end") throw new NotDone("nothing was typed", "run the command again");
  throw new NotDone(
    "what was typed is no text: an arrow, a tab, or not UTF-8",
    "run the command again, or give the password in a file",
  );
}
