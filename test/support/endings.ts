import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { makeEnvironment } from "./environments.ts";
import { freePort, makeFolder, runGuard, shared, withCleanup } from "./guard.ts";

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
function endingMlflow(): string {
  return makeEnvironment(makeFolder(), { script: SCRIPT });
}

const mlflow = shared(endingMlflow);

/** The launcher's exit code where the server ends like this. */
async function codeFor(ENDING: string): Promise<number | null> {
  const env = { MLFLOW_GUARD_MLFLOW: mlflow(), ENDING };
  return (await runGuard(["server", "--port", String(await freePort())], { env })).code;
}

/** Tests that each of these codes arrives, and 128+n for each of these signals. */
export function describeExitCodes(codes: readonly number[], signals: readonly number[]): void {
  describe.concurrent("the launcher's exit code", () => {
    it.for(codes)("for a server that ends with %i", (code, { expect, onTestFinished }) =>
      withCleanup(onTestFinished, async () => {
        expect(await codeFor(`exit ${code}`)).toBe(code === 0 ? EXIT.notServing : code);
      }));

    it.for(signals)("for a server that signal %i ends", (number, { expect, onTestFinished }) =>
      withCleanup(onTestFinished, async () => {
        expect(await codeFor(`signal ${number}`)).toBe(128 + number);
      }));
  });
}
