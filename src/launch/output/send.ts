import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { isatty } from "node:tty";

/** Called once bytes are taken, with null, or lost, with the reason and how many; perhaps at once. */
export type Taken = (error: NodeJS.ErrnoException | null, lost: number) => void;

/** A way to write to a file descriptor that never waits in the event loop. */
export interface Sender {
  readonly send: (bytes: Buffer, taken: Taken) => void;
  /** Gives up what is not taken yet, which is lost then, so that the program can end. */
  readonly close: () => void;
}

/** Milliseconds until a reader that took nothing is tried again. */
const RETRY = 10;

/**
 * A reader that stops must not keep signals and looks at the server from happening. `fs.write` is no way out: its
 * thread, once it waits, keeps the process from ending.
 */
export function senderTo(fd: number): Sender {
  const stat = fstatSync(fd);
  if (stat.isSocket()) return bySocket(fd);
  if (!stat.isFIFO() && !isatty(fd)) return byTrying(fd);
  const own = reopen(fd);
  if (own !== null) return byTrying(own);
  return stat.isFIFO() ? bySocket(fd) : byTrying(fd);
}

/**
 * The same pipe or terminal, opened for ourselves: non-blocking mode belongs to what was opened, and other programs
 * write to the one that we were given. Null where it may not be opened again, as after `su`.
 */
function reopen(fd: number): number | null {
  const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
  try {
    const opened = openSync(`/dev/fd/${fd}`, O_WRONLY | O_NONBLOCK | O_NOCTTY);
    const [own, given] = [fstatSync(opened), fstatSync(fd)];
    if (own.ino === given.ino && own.dev === given.dev) return opened;
    closeSync(opened);
    return null;
  } catch {
    return null;
  }
}

/** Of a write under way when its socket is destroyed Node says that it is done (lib/internal/stream_base_commons.js). */
const GIVEN_UP: NodeJS.ErrnoException = Object.assign(new Error("given up"), { code: "EPIPE" });

function bySocket(fd: number): Sender {
  const socket = new Socket({ fd, readable: false, writable: true });
  socket.on("error", () => {});
  // What is still to be written keeps the process; an open output alone does not.
  socket.unref();
  return {
    send: (bytes, taken) => {
      socket.write(bytes, (error) => {
        const failure = socket.errored ?? error ?? (socket.destroyed ? GIVEN_UP : null);
        taken(failure, failure ? bytes.length : 0);
      });
    },
    close: () => void socket.destroy(),
  };
}

/** A pipe may be full and a terminal stopped (Ctrl-S); a file never is for a moment. */
function byTrying(fd: number): Sender {
  let timer: NodeJS.Timeout | undefined;
  let giveUp = () => {};
  const send = (bytes: Buffer, taken: Taken) => {
    let rest = bytes;
    giveUp = () => {};
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const failure = error as NodeJS.ErrnoException;
      const lose = () => setImmediate(taken, failure, rest.length);
      if (failure.code !== "EAGAIN") lose();
      else {
        giveUp = lose;
        timer = setTimeout(() => send(rest, taken), RETRY);
      }
      return;
    }
    taken(null, 0);
  };
  const close = () => {
    clearTimeout(timer);
    giveUp();
    giveUp = () => {};
  };
  return { send, close };
}
