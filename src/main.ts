import {
  closeSync,
  constants as fsConstants,
  fstatSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from "node:fs";
import { constants } from "node:os";
import { EXIT } from "./exit-codes.ts";
import { ignoresHangup } from "./facts/machine/hangup.ts";
import { systemResolver } from "./facts/machine/network.ts";
import type { SignalKind } from "./ports.ts";
import { earlyWords } from "./report/early.ts";
import { run } from "./run.ts";

// Node would open a debugger's port.
process.on("SIGUSR1", () => {});

const hangsUp = !ignoresHangup(process.env);
if (!hangsUp) process.on("SIGHUP", () => {});

const SIGNALS: Readonly<Record<SignalKind, readonly NodeJS.Signals[]>> = {
  stop: ["SIGTERM", "SIGINT", "SIGQUIT", ...(hangsUp ? ["SIGHUP" as const] : [])],
  reopen: ["SIGUSR1"],
  suspend: ["SIGTSTP"],
  // Not SIGSEGV and its like: where the fault is real, the process would never end. Of real-time signals Node has no name.
  fatal: [
    ...(["SIGALRM", "SIGIO", "SIGPWR", "SIGSTKFLT", "SIGUSR2", "SIGVTALRM", "SIGPROF"] as const),
    ...(["SIGABRT", "SIGSYS", "SIGXCPU"] as const),
  ],
};

// The kernel keeps from PID 1 every signal that it has no handler for.
if (process.pid === 1) {
  for (const signal of SIGNALS.stop) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
}

const faultListeners: ((error: unknown) => void)[] = [];

// A promise that nobody waits for comes here, too (Node's --unhandled-rejections=throw, its default).
process.on("uncaughtException", (error) => {
  try {
    faultListeners.at(-1)?.(error);
  } catch {
    process.exit(EXIT.internal);
  }
});

// Node's own would be no records among JSON lines.
process.removeAllListeners("warning");
process.on("warning", ({ name, message }) => {
  writeAll(
    2,
    earlyWords(process.argv.slice(2), process.env).warned(`Node.js: ${name}: ${message}`),
  );
});

// execa prints whole command lines under NODE_DEBUG.
delete process.env.NODE_DEBUG;

/** Writes all of it, also to a pipe that is full for a moment; false where nobody takes it, or the disk is full. */
function writeAll(fd: number, text: string): boolean {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return false;
    }
  }
  return true;
}

/**
 * Is this a standard stream that could be a terminal? `node:tty` loads all of Node's network code: a refusal under cron,
 * in a pipe or a container does not pay for it.
 */
function mayBeTerminal(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isCharacterDevice() && stat.rdev !== statSync("/dev/null").rdev;
  } catch {
    return true;
  }
}

/** Node opens /dev/null for reading and writing where a standard stream is closed (node.cc, `PlatformInit`). */
function stdoutWasClosed(): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync("/proc/self/fdinfo/1", "utf8"))?.[1];
    const both = (Number.parseInt(flags ?? "0", 8) & 3) === fsConstants.O_RDWR;
    return both && fstatSync(1).rdev === statSync("/dev/null").rdev;
  } catch {
    return false;
  }
}

/** The working directory; ends the program where it was removed under our feet. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    const what = "the working directory was removed. MLflow was not started.";
    const words = earlyWords(process.argv.slice(2), process.env);
    writeAll(2, words.failed(what, "cd into another one"));
    process.exit(EXIT.usage);
  }
}

/** Settles when the program has ended; it is no wait at the top level, which a CommonJS module cannot have. */
export const ended = main();

async function main(): Promise<void> {
  const isatty = [0, 1, 2].some(mayBeTerminal) ? (await import("node:tty")).isatty : () => false;
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));

  // What never settles ends the process, too: that is no success.
  process.exitCode = EXIT.internal;
  process.exitCode = await run(process.argv.slice(2), {
    env: process.env,
    cwd: workingDirectory(),
    uid: process.getuid?.() ?? -1,
    pid: process.pid,
    ppid: process.ppid,
    node: process.execPath,
    today: () => new Date().toISOString().slice(0, 10),
    // Not process.stderr.isTTY: that would make a pipe non-blocking, and MLflow writes to the same one.
    stdinIsTerminal: isatty(0),
    stderrIsTerminal: isatty(2) && process.env.TERM !== "dumb",
    resolver: systemResolver,
    out: (text) => writeAll(1, text),
    secretOut: (text) => !stdoutWasClosed() && writeAll(1, text),
    err: (text) => {
      writeAll(2, text);
    },
    draw: (text) => {
      writeAll(2, text);
    },
    onSignal: (kind, listener) => {
      for (const signal of SIGNALS[kind]) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS[kind]) process.off(signal, listener);
      };
    },
    onFault: (listener) => {
      faultListeners.push(listener);
      return () => void faultListeners.splice(faultListeners.indexOf(listener), 1);
    },
    abort: (code) => process.exit(code),
  });

  // At its end Node sets every terminal back to how it was, and aborts where that fails (node.cc, `ResetStdio`): one that
  // was closed meanwhile is exchanged for something that it leaves alone.
  for (const fd of terminals.filter((one) => !isatty(one))) {
    closeSync(fd);
    openSync("/dev/null", "r+");
  }
}
