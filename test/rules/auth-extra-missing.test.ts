import { describe, expect, it } from "vitest";
import { findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "auth-extra-missing";
const BARE = { ...MLFLOW, authExtra: false };
const env = { HOME: "/home/ada" };

describe(RULE, () => {
  it.each([
    ["exposed", ["--host", "0.0.0.0"]],
    ["on loopback", ["--app-name", "basic-auth"]],
  ])("refuses a login %s without the extra", (_what, words) => {
    const facts = { ...STRONG, mlflow: BARE };
    expect(findingsOf(RULE, { words, facts })).toMatchObject([
      {
        severity: "error",
        waivable: false,
        what: "/opt/mlflow/bin/mlflow (MLflow 3.17.2) is installed without the auth extra",
        origin: { kind: "default", name: BARE.path },
      },
    ]);
  });

  it("installs a managed MLflow, or the extra of the very version", () => {
    const facts = { ...STRONG, mlflow: BARE };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts, env });
    const managed = "/home/ada/.local/share/mlflow-guard/mlflow-3.17.2/bin/mlflow";
    expect(finding?.fix).toEqual([
      {
        kind: "shell",
        text: `mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow ${managed} --host 0.0.0.0`,
      },
      {
        kind: "note",
        text: "or add it: /opt/mlflow/bin/python -m pip install 'mlflow[auth]==3.17.2'",
      },
    ]);
  });

  it.each([
    ["the extra", ["--host", "0.0.0.0"], STRONG],
    ["no login", [], { mlflow: BARE }],
    ["no MLflow to look at", ["--host", "0.0.0.0"], { ...STRONG, mlflow: null }],
    [
      "an MLflow from before the extra",
      ["--host", "0.0.0.0"],
      { ...STRONG, mlflow: { ...BARE, version: "2.20.1" } },
    ],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
