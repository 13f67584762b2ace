import { describe, it } from "vitest";
import { shared, waitFor, withCleanup } from "../support/guard.ts";
import { flat, type StandIn, standInMlflow, startStandIn } from "../support/stand-in.ts";

const mlflow = shared(() => standInMlflow());

/** Every way in which a server goes, at the quietest level: what leads to it, and what is said of it. */
const ENDS = [
  ["it is asked to", "plain", {}, { reason: "asked", signal: "SIGTERM", code: 0 }],
  [
    "it is asked to and has to be killed",
    "plain",
    { STANDIN_STUBBORN: "1", MLFLOW_GUARD_STOP_TIMEOUT: "1" },
    { reason: "asked", signal: "SIGTERM", code: 137, killed: true },
  ],
  [
    "it is not what was approved",
    "status:404",
    {},
    { reason: "guard", code: 76, id: "login-not-asked" },
  ],
  [
    "it is never ready",
    "absent",
    { MLFLOW_GUARD_READY_TIMEOUT: "1" },
    { reason: "never-ready", code: 71 },
  ],
  ["it ends by itself", "exit:3", {}, { reason: "ended", code: 3 }],
] as const;

/** How a server is called that was not ready, or ended unasked. */
const FAILURES: Readonly<Record<string, readonly string[]>> = {
  "never-ready": ["never-ready"],
  ended: ["ended-unasked"],
};

async function ended(mode: string, env: Readonly<Record<string, string>>, format: string) {
  const quiet = { MLFLOW_GUARD_LOG_FORMAT: format, MLFLOW_GUARD_LOG_LEVEL: "error" };
  const settings = { MLFLOW_GUARD_MLFLOW: mlflow(), ...quiet, ...env };
  const { guard }: StandIn = await startStandIn(mode, undefined, settings);
  if (mode === "plain") {
    await waitFor(() => /: ready |"event":"ready"/.test(guard.stderr()));
    guard.signal("SIGTERM");
  }
  return guard.ended;
}

describe.concurrent("a server that goes", () => {
  it.for(ENDS)("is an event when it begins and one when it is done: %s", ([, mode, env, told], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const { code, stderr } = await ended(mode, env, "json");
      const events = stderr.split("\n").flatMap((line) => (line ? JSON.parse(line) : []));
      const [stopping, stopped, ...more] = events.filter(({ event }) => /^stop/.test(event));
      const { reason } = told;
      const signal = reason === "asked" ? told.signal : null;
      expect(stopping).toMatchObject({ event: "stopping", reason, signal });
      expect(stopping.atMost).toBeGreaterThan(0);
      expect(stopped).toMatchObject({ event: "stopped", killed: false, ...told, signal });
      expect(stopped.seconds).toBeGreaterThanOrEqual(0);
      expect([code, more]).toEqual([told.code, []]);
      if (reason === "guard") expect(stopped.cause).toBe(stopping.cause);
      expect(stopping.id).toBe(stopped.id);
      const failures = events.filter(({ event }) => event === "failed");
      expect(failures.map(({ id }) => id)).toEqual(FAILURES[reason] ?? []);
      expect(typeof stopped.cause).toBe(reason === "guard" ? "string" : "undefined");
    }));

  it.for(ENDS)("is a line when it begins and one when it is done: %s", ([, mode, env, told], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const { stderr } = await ended(mode, env, "text");
      const [id] = "id" in told ? [told.id] : (FAILURES[told.reason] ?? []);
      if (id !== undefined) expect(flat(stderr)).toContain(`(mlflow-guard rules ${id})`);
      const order =
        /mlflow-guard: stopping \([\s\S]*\): waiting for [\s\S]* at most[\s\S]*mlflow-guard: stopped after \d+\.\d s with exit code (\d+) \(/;
      expect(order.exec(flat(stderr))?.[1]).toBe(String(told.code));
      // The reason of a failure is the last thing on the screen.
      const failed = told.reason === "never-ready" || told.reason === "ended";
      const after = stderr.slice(stderr.indexOf("mlflow-guard: stopped after"));
      expect(/\nmlflow-guard: MLflow (?:was not ready|ended)/.test(after)).toBe(failed);
    }));
});
