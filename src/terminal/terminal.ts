import { closeSync, constants, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import type { Ports } from "../ports.ts";
import { Echo } from "./echo.ts";
import { throwAway } from "./flush.ts";
import { type Keys, NO_KEYS, readKeys, readLine, type Typed } from "./keys.ts";
import { printable } from "./wrap.ts";

/** The person, wherever stdin, stdout and stderr lead. */
export interface Terminal {
  /**
   * Asks, and takes what is typed from then on: what was typed or pasted before is no answer.
   * @param hidden does not show what is typed, and leaves a terminal that shows it, however it ends.
   */
  readonly ask: (question: string, hidden: boolean) => Promise<Typed>;
  readonly close: () => void;
}

const DEVICE = "/dev/tty";
const { O_RDWR, O_RDONLY, O_WRONLY, O_NOCTTY, O_NONBLOCK } = constants;

/** Milliseconds for the kernel to stop this process, where anybody can continue it. */
const STOPPED = 100;

/**
 * The terminal of this session; null where there is none.
 * @param write how a question is shown; else it goes to the terminal itself.
 */
export function openTerminal(
  onSignal: Ports["onSignal"],
  write?: (question: string) => void,
): Terminal | null {
  const opened: number[] = [];
  const device = (flags: number) => {
    const fd = openSync(DEVICE, flags | O_NOCTTY);
    opened.push(fd);
    return fd;
  };
  try {
    const pending = device(O_RDONLY | O_NONBLOCK);
    const output = device(O_WRONLY);
    const stream = new ReadStream(device(O_RDWR));
    stream.on("error", () => {}).pause();
    const put = (text: string) => writeTo(output, text);
    const show = write ?? ((question: string) => put(printable(question)));
    return {
      ask: (question, hidden) => ask({ stream, pending, put, show, onSignal }, question, hidden),
      close: () => {
        stream.destroy();
        for (const fd of [pending, output]) closeSync(fd);
      },
    };
  } catch {
    for (const fd of opened) closeSync(fd);
    return null;
  }
}

/** Where the terminal is gone, the question finds it out. */
function writeTo(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // Nobody is there to read it.
  }
}

interface Device {
  readonly stream: ReadStream;
  /** Reads what is there, and waits for nothing. */
  readonly pending: number;
  readonly put: (text: string) => void;
  readonly show: (question: string) => void;
  readonly onSignal: Ports["onSignal"];
}

async function ask(device: Device, question: string, hidden: boolean): Promise<Typed> {
  const { stream, put } = device;
  for (;;) {
    const echo = new Echo(stream, device.onSignal);
    let typed: Typed;
    try {
      typed = await askOnce(device, question, hidden, echo);
    } finally {
      echo.on();
      stream.removeAllListeners("data").removeAllListeners("end").pause();
    }
    if (hidden || typed.kind !== "line") put("\n");
    if (typed.kind !== "suspend") return typed;
    await suspend();
  }
}

/** Echo goes before the question is seen: nobody types faster. */
async function askOnce(
  { stream, pending, show }: Device,
  question: string,
  hidden: boolean,
  echo: Echo,
): Promise<Typed> {
  echo.off();
  const before = await throwAway(pending);
  if (before) return before;
  if (!hidden) echo.on();
  show(question);
  return Promise.race([echo.ended, nextLine(stream, hidden)]);
}

function nextLine(stream: ReadStream, hidden: boolean): Promise<Typed> {
  return new Promise((resolve) => {
    let keys: Keys = NO_KEYS;
    const ended = () => resolve({ kind: "end" });
    stream.on("data", (bytes: Buffer) => {
      if (!hidden) return resolve(readLine(bytes));
      const read = readKeys(keys, bytes);
      keys = read.keys;
      if (read.typed) resolve(read.typed);
    });
    stream.once("end", ended).once("error", ended).resume();
  });
}

/** Stops the whole job, as the terminal would: the shell takes it back, and asks again when it is continued. */
async function suspend(): Promise<void> {
  process.kill(0, "SIGTSTP");
  await new Promise((resolve) => setTimeout(resolve, STOPPED));
}
