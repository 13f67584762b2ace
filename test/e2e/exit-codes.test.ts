import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { endingMlflow } from "../support/endings.ts";
import { freePort, runGuard, shared, withCleanup } from "../support/guard.ts";
import { DEADLY } from "../support/signals.ts";

const mlflow = shared(endingMlflow);

/** The launcher's exit code where the server ends like this. */
async function codeFor(ENDING: string): Promise<number | null> {
  const env = { MLFLOW_GUARD_MLFLOW: mlflow(), ENDING };
  return (await runGuard(["server", "--port", String(await freePort())], { env })).code;
}

describe.concurrent("the launcher's exit code", () => {
  it.for(Array.from({ length: 256 }, (_, code) => code))("for a server that ends with %i", (code, {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      expect(await codeFor(`exit ${code}`)).toBe(code === 0 ? EXIT.notServing : code);
    }));

  it.for(DEADLY)("for a server that signal %i ends", (number, { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      expect(await codeFor(`signal ${number}`)).toBe(128 + number);
    }));
});
