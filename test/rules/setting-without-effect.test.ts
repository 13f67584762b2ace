import { describe, expect, it } from "vitest";
import { IGNORED_VARIABLES } from "../../src/mlflow/ignored-variables.ts";
import { findingsOf, STRONG } from "../support/world.ts";

const RULE = "setting-without-effect";
const CONFIG = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };

describe(RULE, () => {
  it.each(IGNORED_VARIABLES)("warns of $name", ({ name, instead }) => {
    const [finding] = findingsOf(RULE, { env: { [name]: "true" } });
    expect(finding).toMatchObject({ severity: "warning", origin: { kind: "env", name } });
    expect(finding?.what).toContain(instead);
    expect(finding?.fix[0]?.text).toBe(`env ${name}= mlflow-guard server`);
  });

  it("warns of an authorization config that no login reads", () => {
    const [finding] = findingsOf(RULE, { env: CONFIG });
    expect(finding?.severity).toBe("warning");
    expect(finding?.what).toContain("--app-name basic-auth");
  });

  it.each([
    ["a flag", { words: ["--uvicorn-opts", "--workers 8"] }, "mlflow-guard server"],
    [
      "a variable",
      { env: { MLFLOW_GUNICORN_OPTS: "-w 8" } },
      "env MLFLOW_GUNICORN_OPTS= mlflow-guard server",
    ],
  ])("warns of workers in the server options of %s", (_where, scene, fix) => {
    const [finding] = findingsOf(RULE, scene);
    expect(finding?.severity).toBe("warning");
    expect(finding?.fix.map(({ text }) => text)).toEqual([
      fix,
      expect.stringContaining("--workers 8"),
    ]);
  });

  it.each([
    ["variables that MLflow reads", { env: { MLFLOW_HOST: "127.0.0.1" } }],
    ["an empty variable", { env: { MLFLOW_AUTH_ENABLED: "" } }],
    ["a config that the login reads", { words: ["--host", "0.0.0.0"], env: CONFIG, facts: STRONG }],
  ])("is silent for %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });
});
