import { describe, expect, it } from "vitest";
import { isGiven, splitList } from "../../src/intent/settings.ts";
import { intentOf, type Scene } from "../support/world.ts";

const intent = (words: readonly string[], env: Scene["env"] = {}) =>
  intentOf({ words, env }).intent;

describe("the settings of MLflow", () => {
  it("have its defaults, and say so", () => {
    const { host, port, serveArtifacts, dev, allowedHosts, workers, appName } = intent([]);
    expect(host).toEqual({ value: "127.0.0.1", origin: { kind: "default", name: "--host" } });
    expect(port).toEqual({ value: 5000, origin: { kind: "default", name: "--port" } });
    expect([serveArtifacts.value, dev.value, allowedHosts.value]).toEqual([true, false, []]);
    expect([host, port, serveArtifacts, dev, allowedHosts].map(isGiven)).toEqual(
      Array(5).fill(false),
    );
    expect([workers, appName]).toEqual([null, null]);
  });

  it("are what was typed or exported, with where that was", () => {
    const { port, workers, allowedHosts, serveArtifacts, artifactsOnly } = intent(
      ["--port", "05001", "-w", "2", "--no-serve-artifacts", "--artifacts-only"],
      { MLFLOW_SERVER_ALLOWED_HOSTS: "a.example, b.example," },
    );
    expect([port.value, workers?.value]).toEqual([5001, 2]);
    expect([serveArtifacts.value, artifactsOnly.value]).toEqual([false, true]);
    expect(allowedHosts).toEqual({
      value: ["a.example", "b.example"],
      origin: { kind: "env", name: "MLFLOW_SERVER_ALLOWED_HOSTS" },
    });
    expect([port, allowedHosts].map(isGiven)).toEqual([true, true]);
  });

  it("are switches of MLflow's where a variable says yes or no", () => {
    const dev = (value: string) =>
      intent([], { MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: value }).disableSecurityMiddleware;
    expect([dev("yes").value, dev("1").value, dev("off").value]).toEqual([true, true, false]);
  });

  it("split a list as MLflow does", () => {
    expect(splitList(" a , ,b,")).toEqual(["a", "b"]);
  });
});

describe("the settings of the launcher", () => {
  it("are null or empty where nobody says anything", () => {
    const { passEnv, waivedRules, install, openPage, ...rest } = intent([]);
    expect([passEnv, waivedRules, install, openPage]).toEqual([[], [], false, false]);
    expect([rest.published, rest.behindProxy, rest.stopTimeout, rest.namedEnvFile]).toEqual(
      Array(4).fill(null),
    );
  });

  it("keep each value of an option that may be repeated", () => {
    const { passEnv, waivedRules } = intent(
      "--guard-pass-env A --guard-pass-env B --guard-unsafe no-tls".split(" "),
    );
    expect(passEnv.map(({ value }) => value)).toEqual(["A", "B"]);
    expect(waivedRules.map(({ value }) => value)).toEqual(["no-tls"]);
  });

  it("come from their twins, too", () => {
    const { stopTimeout, logFormat } = intent([], {
      MLFLOW_GUARD_STOP_TIMEOUT: "9",
      MLFLOW_GUARD_LOG_FORMAT: "json",
    });
    expect([stopTimeout?.value, logFormat?.value]).toEqual([9, "json"]);
    expect(stopTimeout?.origin).toEqual({ kind: "env", name: "MLFLOW_GUARD_STOP_TIMEOUT" });
  });
});
