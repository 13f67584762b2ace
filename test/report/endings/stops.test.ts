import { describe, expect, it } from "vitest";
import { renderStopped, renderStopping } from "../../../src/report/endings/stops.ts";

const VIOLATION = {
  id: "stray-listener",
  listener: { address: "0.0.0.0", port: 8081, pid: 41, command: "python" },
  approved: [{ address: "127.0.0.1", port: 5000 }],
} as const;
const NONE = { signal: null, violation: null };

describe("a server that goes", () => {
  it.each([
    [
      { ...NONE, reason: "asked", signal: "SIGINT" },
      "mlflow-guard: stopping (SIGINT): waiting for MLflow to end, 30 s at most; Ctrl-C\n  again kills it\n",
    ],
    [
      { ...NONE, reason: "asked", signal: "SIGTERM" },
      "mlflow-guard: stopping (SIGTERM): waiting for MLflow to end, 30 s at most;\n  SIGTERM again kills it\n",
    ],
    [
      { ...NONE, reason: "never-ready" },
      "mlflow-guard: stopping (MLflow is not ready): waiting for MLflow to end, 30 s at\n  most\n",
    ],
    [
      { ...NONE, reason: "ended" },
      "mlflow-guard: stopping (MLflow ended): waiting for what it left behind, 30 s at\n  most\n",
    ],
    [
      { ...NONE, reason: "guard", violation: VIOLATION },
      "mlflow-guard: STOPPED. python (process 41) of this launch listens on\n" +
        "  0.0.0.0:8081, approved was 127.0.0.1:5000 (mlflow-guard rules stray-listener)\n" +
        "  likely cause: something that MLflow loads or starts opened a listener of its\n" +
        "  own: a plugin, a job function, a Python module or the configuration of its\n" +
        "  server\n" +
        "mlflow-guard: stopping (it is not what was approved): waiting for MLflow to end,\n" +
        "  30 s at most\n",
    ],
  ] as const)("is said with what is waited for: $reason $signal", (why, text) => {
    expect(renderStopping({ ...why, atMost: 30 }, "mlflow-guard")).toBe(text);
  });
});

describe("a server that is gone", () => {
  it("may leave containers of jobs: how to list them, before the reason", () => {
    const stopped = { ...NONE, reason: "asked", signal: "SIGINT", code: 0, killed: false } as const;
    const text = renderStopped({ ...stopped, seconds: 1.26, jobContainers: "docker ps" });
    expect(text).toBe(
      "mlflow-guard: containers of jobs may still run: docker ps\n" +
        "mlflow-guard: stopped after 1.3 s with exit code 0 (SIGINT)\n",
    );
  });

  it.each([
    [
      { ...NONE, reason: "asked", signal: "SIGINT", code: 0, killed: false },
      "mlflow-guard: stopped after 1.3 s with exit code 0 (SIGINT)\n",
    ],
    [
      { ...NONE, reason: "asked", signal: "SIGINT", code: 137, killed: true },
      "mlflow-guard: stopped after 1.3 s with exit code 137 (SIGINT; what was left was\n  killed)\n",
    ],
    [
      { ...NONE, reason: "system", code: 71, killed: false },
      "mlflow-guard: stopped after 1.3 s with exit code 71 (the system failed a call\n  that was needed)\n",
    ],
    [
      { ...NONE, reason: "ended", code: 3, killed: false },
      "mlflow-guard: stopped after 1.3 s with exit code 3 (MLflow ended)\n",
    ],
    [
      { ...NONE, reason: "guard", violation: VIOLATION, code: 76, killed: false },
      "mlflow-guard: stopped after 1.3 s with exit code 76 (python (process 41) of this\n" +
        "  launch listens on 0.0.0.0:8081, approved was 127.0.0.1:5000)\n",
    ],
  ] as const)("is said with the exit code and the reason: $reason $code", (why, text) => {
    expect(renderStopped({ ...why, seconds: 1.26, jobContainers: null })).toBe(text);
  });
});
