import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { readProcess } from "../../src/watch/sockets/process-table.ts";
import { BIN, type Running, shared, start, waitFor, withCleanup } from "../support/guard.ts";
import { type ProcessView, processesCalled, processesWith } from "../support/processes.ts";
import { type Prepared, prepareStandIn, standInMlflow } from "../support/stand-in.ts";
import { expectNothingLeft, privateFolders } from "../support/traces.ts";

const STOP_TIMEOUT = 1;

const mlflow = shared(() => standInMlflow());

interface Started extends Prepared {
  readonly guard: Running;
}

/** Starts the launcher as the leader of its own process group: its signals go to the group. */
async function startGroup(mode = "plain", env: Readonly<Record<string, string>> = {}) {
  const prepared = await prepareStandIn(mode, {
    MLFLOW_GUARD_MLFLOW: mlflow(),
    MLFLOW_GUARD_STOP_TIMEOUT: String(STOP_TIMEOUT),
    ...env,
  });
  const words = [BIN, ...prepared.words];
  const { cwd, env: environment } = prepared;
  const guard = start(process.execPath, words, { cwd, env: environment, group: true });
  return { ...prepared, guard };
}

/** A server that is ready, and a process of it that left its group, which the launcher has seen listening. */
async function startWithDaemon(env: Readonly<Record<string, string>>) {
  const stand = await startGroup("early-daemon:127.0.0.1", env);
  await stand.guard.ready();
  await waitFor(() => stand.guard.stderr().includes(`127.0.0.1:${stand.other}`));
  return stand;
}

const guardianOf = ({ guard }: Started): ProcessView | undefined =>
  processesCalled("mlflow-guard-guardian").find(
    ({ pid }) => readProcess(pid)?.parent === guard.pid,
  );

const serverOf = ({ mark }: Started): ProcessView | undefined =>
  processesWith(mark).find(({ argv }) => argv.includes("bin/mlflow server"));

const reaperOf = ({ mark }: Started): ProcessView | undefined =>
  processesWith(mark).find(({ argv }) => argv.includes("reaper.py"));

const kill = (view: ProcessView | undefined) => process.kill(view?.pid ?? Number.NaN, "SIGKILL");

describe.concurrent("a signal to the launcher's whole process group", () => {
  it.for([
    ["SIGTERM", EXIT.ok],
    ["SIGINT", EXIT.ok],
    ["SIGKILL", null],
  ] as const)("ends everything: %s", ([signal, code], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startGroup();
      await stand.guard.ready();
      const since = performance.now();
      stand.guard.signal(signal);
      expect((await stand.guard.ended).code).toBe(code);
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));
});

/** One process or two, killed at the same moment; a stubborn server listens to nothing but SIGKILL. */
const KILLED = [
  ["the launcher", ({ guard }: Started) => guard.signal("SIGKILL")],
  ["the guardian, and then the launcher", killBoth],
  ["the launcher, and then the guardian", killBothTurned],
] as const;

function killBoth(stand: Started): void {
  kill(guardianOf(stand));
  stand.guard.signal("SIGKILL");
}

function killBothTurned(stand: Started): void {
  const guardian = guardianOf(stand);
  stand.guard.signal("SIGKILL");
  kill(guardian);
}

describe.concurrent.for([
  ["a server", {}],
  ["a stubborn server", { STANDIN_STUBBORN: "1" }],
] as const)("%s", ([, env]) => {
  it.for(KILLED)("leaves nothing when somebody kills %s", ([, act], { onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startGroup("plain", env);
      await stand.guard.ready();
      const since = performance.now();
      act(stand);
      await stand.guard.ended;
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));

  it("leaves nothing when both that know its processes are killed", ({ onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startWithDaemon(env);
      const since = performance.now();
      const reaper = reaperOf(stand);
      stand.guard.signal("SIGKILL");
      kill(reaper);
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));

  it("leaves nothing, even of what left its group, when only its parent is left", ({
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startWithDaemon(env);
      const since = performance.now();
      killBoth(stand);
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));

  it("leaves nothing when somebody stops both that would end it, and kills the launcher then", ({
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startWithDaemon(env);
      const [guardian, reaper] = [guardianOf(stand), reaperOf(stand)];
      for (const one of [guardian, reaper]) process.kill(one?.pid ?? Number.NaN, "SIGSTOP");
      onTestFinished(() => void kill(guardian));
      const since = performance.now();
      stand.guard.signal("SIGKILL");
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));

  it("ends the launcher when somebody kills what stands between them", ({
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startGroup("plain", env);
      await stand.guard.ready();
      const since = performance.now();
      kill(reaperOf(stand));
      expect((await stand.guard.ended).code).toBe(137);
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));
});

/** The marks on the way of a start, in their order. */
const MOMENTS = [
  ["its private folder is made", ({ runtime }: Started) => privateFolders(runtime).length > 0],
  ["its guardian is there", (stand: Started) => guardianOf(stand) !== undefined],
  ["its first child is there", (stand: Started) => reaperOf(stand) !== undefined],
  ["MLflow is started", (stand: Started) => serverOf(stand) !== undefined],
] as const;

const SIGNALS = ["SIGKILL", "SIGTERM"] as const;

describe.concurrent.for(SIGNALS)("a launcher that gets %s while it starts", (signal) => {
  it.for(MOMENTS)("leaves nothing: as soon as %s", ([, reached], { onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startGroup("sick");
      await waitFor(() => reached(stand));
      const since = performance.now();
      stand.guard.signal(signal);
      await stand.guard.ended;
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));

  it.for(
    Array.from({ length: 14 }, (_, step) => 24 * step),
  )("leaves nothing: %i ms after", (delay, { onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startGroup("sick");
      await new Promise((resolve) => setTimeout(resolve, delay));
      const since = performance.now();
      stand.guard.signal(signal);
      await stand.guard.ended;
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));
});
