import { describe, expect, it } from "vitest";
import { findingsOf, MLFLOW } from "../support/world.ts";

const RULE = "python-path-shadowed";
const OLD = { ...MLFLOW, pythonVersion: "3.10" };
const SHADOWED = { shadowing: ["yaml", "uvicorn"] };
const LEFT_OUT = { entry: "src", reason: "is relative to the working directory" };
const KEPT = { entry: "/opt/lib", reason: null };

describe(RULE, () => {
  it.each([
    ["Python 3.10", [], { ...SHADOWED, mlflow: OLD }],
    ["development mode", ["--dev"], SHADOWED],
  ])("refuses a shadowed module with %s", (_what, words, facts) => {
    const [finding] = findingsOf(RULE, { words, facts });
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      origin: { kind: "file", file: "/home/ada/project" },
    });
    expect(finding?.what).toContain("/home/ada/project holds yaml, uvicorn");
    expect(finding?.fix[0]?.text).not.toContain("--dev");
  });

  it("refuses nothing from Python 3.11 on, where the launcher switches it off", () => {
    const found = findingsOf(RULE, { facts: SHADOWED });
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("mentions every entry of PYTHONPATH that is not handed on", () => {
    const facts = { pythonPath: [LEFT_OUT, KEPT] };
    const found = findingsOf(RULE, { env: { PYTHONPATH: "src:/opt/lib" }, facts });
    expect(found).toMatchObject([
      { severity: "info", origin: { kind: "env", name: "PYTHONPATH" } },
    ]);
    expect(found[0]?.what).toContain('"src"');
    expect(found[0]?.fix[0]?.text).toContain("--guard-pass-env PYTHONPATH");
  });

  it.each([
    ["nothing shadowed", [], {}],
    ["no MLflow to look at", [], { ...SHADOWED, mlflow: null }],
    ["entries that are kept", [], { pythonPath: [KEPT] }],
    ["entries passed on by name", ["--guard-pass-env", "PYTHONPATH"], { pythonPath: [LEFT_OUT] }],
  ])("is silent for %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts, env: { PYTHONPATH: "x" } })).toEqual([]);
  });
});
