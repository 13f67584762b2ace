import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { freePort, makeFolder, startGuard, whenFinished } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { ALL } from "../support/matrix.ts";
import { killWith } from "../support/processes.ts";
import { expectNothingLeft } from "../support/traces.ts";

const STOP_TIMEOUT = 20;

const SERVERS = [
  ["uvicorn", []],
  ["gunicorn", ["--gunicorn-opts="]],
] as const;

const SIGNALS = ["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP"] as const;

/** Two at a time: a server with four workers needs some seconds of both cores. */
const PAIRS = [SIGNALS.slice(0, 2), SIGNALS.slice(2)];

const KINDS = ["1", "4"].flatMap((workers) =>
  SERVERS.flatMap(([server, words]) =>
    ["true", "false"].map((jobs) => ({ workers, server, words, jobs })),
  ),
);

/** Each kind, with one signal: each signal then meets a kind and its opposite, so that every two things meet. */
const CASES = KINDS.flatMap((kind, at) => {
  const one = SIGNALS[Math.min(at, KINDS.length - 1 - at)];
  const sets = ALL ? PAIRS : [SIGNALS.filter((signal) => signal === one)];
  return sets.map((signals) => ({ ...kind, signals }));
});

type Case = (typeof CASES)[number];

/** Starts it, waits for an answer, sends the signal. @returns the milliseconds until nothing was left. */
async function endBy(signal: NodeJS.Signals, { workers, words, jobs }: Case): Promise<number> {
  const [cwd, runtime, port] = [makeFolder(), makeFolder(), await freePort()];
  const env = {
    MLFLOW_WORKERS: workers,
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: jobs,
    MLFLOW_GUARD_STOP_TIMEOUT: String(STOP_TIMEOUT),
    XDG_STATE_HOME: runtime,
    GUARD_TEST_MARK: cwd,
  };
  const mark = `GUARD_TEST_MARK=${cwd}`;
  whenFinished(() => killWith(mark));
  const guard = startGuard(["server", "--port", String(port), ...words], { cwd, env });
  expect((await ask(`${await guard.ready()}/health`)).status).toBe(200);
  const since = performance.now();
  guard.signal(signal);
  const { code } = await guard.ended;
  expect([signal, code]).toEqual([signal, signal === "SIGKILL" ? null : EXIT.ok]);
  const traces = { mark, runtime, port };
  return expectNothingLeft(traces, STOP_TIMEOUT, since);
}

describe("the real MLflow leaves nothing", () => {
  const title = "workers $workers, $server, jobs $jobs, $signals";
  it.for(CASES)(title, { timeout: 240_000 }, async (one) => {
    const times = await Promise.all(one.signals.map((signal) => endBy(signal, one)));
    const said = one.signals.map((signal, at) => `${signal} ${times[at]?.toFixed()} ms`);
    console.log(`${one.workers} workers, ${one.server}, jobs ${one.jobs}: ${said.join(", ")}`);
  });
});
