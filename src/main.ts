import { writeSync } from "node:fs";
import { systemResolver } from "./facts/network.ts";
import { run } from "./run.ts";

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;

// execa prints whole command lines under NODE_DEBUG.
delete process.env.NODE_DEBUG;

/** Writes all of it, also to a pipe that is full for a moment; a reader that went away is no error. */
function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  uid: process.getuid?.() ?? -1,
  pid: process.pid,
  ppid: process.ppid,
  today: new Date().toISOString().slice(0, 10),
  stdinIsTerminal: process.stdin.isTTY === true,
  stderrIsTerminal: process.stderr.isTTY === true,
  resolver: systemResolver,
  out: (text) => writeAll(1, text),
  err: (text) => writeAll(2, text),
  onSignal: (listener) => {
    for (const signal of SIGNALS) process.on(signal, listener);
    return () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    };
  },
});
