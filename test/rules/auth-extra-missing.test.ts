import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "auth-extra-missing";
const BARE = { ...MLFLOW, authExtra: false };
const env = { HOME: "/home/ada" };
const MANAGED =
  "mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow /home/ada/.local/share/mlflow-guard/mlflow-3.17.2/bin/mlflow --host 0.0.0.0";

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

  it("adds the extra of the very version to the environment, or installs a managed MLflow", () => {
    const adds = ["/home/ada/my env/bin/python", "-m", "pip", "install"];
    const facts = { ...STRONG, mlflow: { ...BARE, adds } };
    const scene = { words: ["--host", "0.0.0.0"], facts, env };
    const own =
      "'/home/ada/my env/bin/python' -m pip install 'mlflow[auth]==3.17.2' && mlflow-guard server --host 0.0.0.0";
    expect(findingsOf(RULE, scene)[0]?.fix).toEqual([
      { kind: "shell", text: own },
      { kind: "shell", text: MANAGED },
    ]);
    expect(decisionOf(scene).remedy).toEqual([own]);
  });

  it("adds what an older MLflow needs today", () => {
    const mlflow = { ...BARE, version: "3.8.1", adds: ["/usr/bin/uv", "pip", "install"] };
    const [finding] = findingsOf(RULE, {
      words: ["--app-name", "basic-auth"],
      facts: { ...STRONG, mlflow },
    });
    expect(finding?.fix[0]?.text).toBe(
      "/usr/bin/uv pip install 'mlflow[auth]==3.8.1' 'sqlalchemy<2.1' && mlflow-guard server --app-name basic-auth",
    );
  });

  it("leaves alone an environment that is not this user's to change", () => {
    const facts = { ...STRONG, mlflow: BARE };
    const scene = { words: ["--host", "0.0.0.0"], facts, env };
    expect(findingsOf(RULE, scene)[0]?.fix).toEqual([{ kind: "shell", text: MANAGED }]);
    expect(decisionOf(scene).remedy).toEqual([MANAGED]);
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
