import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { shared, waitFor, withCleanup } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { hasPending, listenersOf } from "../support/processes.ts";
import { CHLD, CONT, DEADLY, KILL, PIPE, URG, USR1, WINCH, XFSZ } from "../support/signals.ts";
import { type StandIn, standInMlflow, startStandIn } from "../support/stand-in.ts";
import { expectNothingLeft } from "../support/traces.ts";

const ORDERLY = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;
const ORDERLY_NUMBERS = [15, 2, 1, 3];

/** Node ignores PIPE and XFSZ. */
const NOTHING_HAPPENS = [PIPE, CHLD, CONT, URG, XFSZ, WINCH];

const FATAL = DEADLY.filter(
  (number) => ![...ORDERLY_NUMBERS, ...NOTHING_HAPPENS, USR1].includes(number),
);

/** Seconds that the launcher and its guardian give the server. */
const STOP_TIMEOUT = 1;

const mlflow = shared(() => standInMlflow());

async function startReady(env: Readonly<Record<string, string>> = {}): Promise<StandIn> {
  const stand = await startStandIn("plain", [], {
    MLFLOW_GUARD_MLFLOW: mlflow(),
    MLFLOW_GUARD_STOP_TIMEOUT: String(STOP_TIMEOUT),
    ...env,
  });
  await stand.guard.ready();
  return stand;
}

/** Sends it, and comes back when it is taken. */
async function send({ guard }: StandIn, number: number): Promise<void> {
  process.kill(guard.pid, number);
  await waitFor(() => !hasPending(guard.pid));
}

const health = ({ port }: StandIn) => ask(`http://127.0.0.1:${port}/health`);

describe.concurrent("a signal to the launcher", () => {
  it.for(ORDERLY)("is an orderly end: %s", (signal, { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startReady();
      const since = performance.now();
      stand.guard.signal(signal);
      expect((await stand.guard.ended).code).toBe(EXIT.ok);
      await expectNothingLeft(stand, 0, since);
    }));

  it.for(FATAL)("takes everything along where it is its end: %i", (number, { onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startReady();
      const since = performance.now();
      process.kill(stand.guard.pid, number);
      await stand.guard.ended;
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));

  it("changes nothing where it means nothing", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startReady();
      for (const number of NOTHING_HAPPENS) {
        await send(stand, number);
        expect((await health(stand)).status, `after ${number}`).toBe(200);
      }
      expect((await stand.guard.stop()).code).toBe(EXIT.ok);
    }));

  it("is neither an end nor a debugger where it is USR1", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startReady();
      await send(stand, USR1);
      expect((await health(stand)).status).toBe(200);
      expect(listenersOf(stand.guard.pid)).toEqual([]);
      const { code, stderr } = await stand.guard.stop();
      expect([code, stderr]).toEqual([EXIT.ok, expect.not.stringContaining("Debugger")]);
    }));
});

describe.concurrent("a server that does not listen", () => {
  const STUBBORN = { STANDIN_STUBBORN: "1" };

  it("is killed at the second signal", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startReady({ ...STUBBORN, MLFLOW_GUARD_STOP_TIMEOUT: "60" });
      await send(stand, 15);
      expect((await health(stand)).status).toBe(200);
      const since = performance.now();
      stand.guard.signal("SIGINT");
      expect((await stand.guard.ended).code).toBe(128 + KILL);
      await expectNothingLeft(stand, 0, since);
    }));

  it("is killed when its time is over", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startReady(STUBBORN);
      const since = performance.now();
      expect((await stand.guard.stop()).code).toBe(128 + KILL);
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));

  it("is killed when the launcher is killed while it stops", ({ onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startReady({ ...STUBBORN, MLFLOW_GUARD_STOP_TIMEOUT: "2" });
      await send(stand, 15);
      const since = performance.now();
      stand.guard.signal("SIGKILL");
      await expectNothingLeft(stand, 2, since);
    }));
});
