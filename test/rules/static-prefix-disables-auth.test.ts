import { describe, expect, it } from "vitest";
import { findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "static-prefix-disables-auth";
const EXPOSED = ["--host", "0.0.0.0"];

describe(RULE, () => {
  it.each([
    "/static",
    "/static-files",
    "/statics/x",
    "/health",
    "/healthy",
    "/favicon.ico",
  ])("refuses %s with a login", (prefix) => {
    const words = [...EXPOSED, "--static-prefix", prefix];
    const [finding] = findingsOf(RULE, { words, facts: STRONG });
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      origin: { kind: "flag", name: "--static-prefix" },
    });
    expect(finding?.fix.map(({ text }) => text)).toEqual([
      "mlflow-guard server --host 0.0.0.0",
      "mlflow-guard server --static-prefix /mlflow --host 0.0.0.0",
    ]);
  });

  it("names the variable it came from", () => {
    const env = { MLFLOW_STATIC_PREFIX: "/static" };
    const [finding] = findingsOf(RULE, { words: EXPOSED, env, facts: STRONG });
    expect(finding?.what).toBe('MLFLOW_STATIC_PREFIX (environment) is "/static"');
    expect(finding?.fix[0]?.text).toContain("env MLFLOW_STATIC_PREFIX= mlflow-guard");
  });

  it.each([
    ["a harmless prefix", [...EXPOSED, "--static-prefix", "/mlflow"], STRONG],
    ["a later part", [...EXPOSED, "--static-prefix", "/a/static"], STRONG],
    ["no prefix", EXPOSED, STRONG],
    ["loopback without a login", ["--static-prefix", "/static"], {}],
    [
      "an MLflow that compares whole parts",
      [...EXPOSED, "--static-prefix", "/static"],
      { ...STRONG, mlflow: { ...MLFLOW, version: "3.18.0" } },
    ],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("refuses on loopback too, where a login was asked for and would not ask", () => {
    const words = ["--app-name", "basic-auth", "--static-prefix", "/static"];
    expect(findingsOf(RULE, { words, facts: STRONG })).toMatchObject([{ severity: "error" }]);
  });

  it("refuses where there is no MLflow to look at", () => {
    const words = [...EXPOSED, "--static-prefix", "/static"];
    const facts = { ...STRONG, mlflow: null };
    expect(findingsOf(RULE, { words, facts })).toHaveLength(1);
  });
});
