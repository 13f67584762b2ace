import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { freePort, makeFolder, startGuard, whenFinished } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { ALL } from "../support/matrix.ts";
import { killWith } from "../support/processes.ts";
import { makeServerFolder } from "../support/store.ts";
import { expectNothingLeft } from "../support/traces.ts";

const STOP_TIMEOUT = 20;

const SERVERS = [
  ["uvicorn", []],
  ["gunicorn", ["--gunicorn-opts="]],
] as const;

const SIGNALS = ["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP"] as const;

const KINDS = ["1", "4"].flatMap((workers) =>
  SERVERS.flatMap(([server, words]) =>
    ["true", "false"].map((jobs) => ({ workers, server, words, jobs })),
  ),
);

/** In the part each kind has one signal, and each signal a kind and its opposite: so every two things meet. */
const CASES = KINDS.flatMap((kind, at) =>
  SIGNALS.filter((_, which) => ALL || which === Math.min(at, KINDS.length - 1 - at)).map(
    (signal) => ({ ...kind, signal }),
  ),
);

/** Two at a time: a server with four workers needs some seconds of both cores. */
const PAIRS = Array.from({ length: CASES.length / 2 }, (_, at) => CASES.slice(2 * at, 2 * at + 2));

type Case = (typeof CASES)[number];

const nameOf = ({ workers, server, jobs, signal }: Case) =>
  `${workers} workers, ${server}, jobs ${jobs}: ${signal}`;

/** Starts it, waits for an answer, sends the signal. @returns the milliseconds until nothing was left. */
async function ending({ workers, words, jobs, signal }: Case): Promise<number> {
  const [cwd, runtime, port] = [makeServerFolder(), makeFolder(), await freePort()];
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
  const pairs = PAIRS.map((pair) => [pair.map(nameOf).join("; "), pair] as const);
  it.for(pairs)("%s", { timeout: 240_000 }, async ([, pair]) => {
    const times = await Promise.all(pair.map(ending));
    for (const [at, one] of pair.entries())
      console.log(`${nameOf(one)} ${times[at]?.toFixed()} ms`);
  });
});
