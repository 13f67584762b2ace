import { makeEnvironment } from "./environments.ts";
import { makeFolder } from "./guard.ts";

/** A server that does nothing but end: with a code, or by a signal that it sends to itself. */
const SCRIPT = `import os, signal
how, number = os.environ["ENDING"].split()
if how == "exit":
    os._exit(int(number))
# What Python ignores or catches would end nothing; 32 and 33 belong to the C library and are as the kernel has them.
if int(number) in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
    signal.signal(int(number), signal.SIG_DFL)
os.kill(os.getpid(), int(number))
signal.pause()
`;

/** An installation whose server ends as the variable `ENDING` says: `exit CODE` or `signal NUMBER`. */
export function endingMlflow(): string {
  return makeEnvironment(makeFolder(), { script: SCRIPT });
}
