import { describe, expect, it } from "vitest";
import { AT_HOME, findingsOf, MLFLOW, NAMING_MANAGED } from "../support/world.ts";

const RULE = "python-path-shadowed";
const OLD = { ...MLFLOW, pythonVersion: "3.10" };
const SHADOWED = { shadowing: ["yaml", "uvicorn"] };
const LEFT_OUT = { entry: "src", reason: { code: "relative" } } as const;
const KEPT = { entry: "/opt/lib", reason: null };

describe(RULE, () => {
  const INSTALL = `mlflow-guard install-mlflow && mlflow-guard server ${NAMING_MANAGED}`;
  const FOLDER = "or start it from a folder without these files";
  const DEV = "without --dev: MLflow's development mode always imports from the working directory";

  it.each([
    ["Python 3.10", [], { ...SHADOWED, mlflow: OLD }, "Python 3.10", [INSTALL, FOLDER]],
    [
      "development mode",
      ["--dev"],
      SHADOWED,
      "Python 3.11, --dev",
      ["mlflow-guard server", DEV, FOLDER],
    ],
    ["both", ["--dev"], { ...SHADOWED, mlflow: OLD }, "Python 3.10, --dev", [INSTALL, DEV, FOLDER]],
  ])("refuses a shadowed module with %s", (_what, words, facts, python, fixes) => {
    const [finding] = findingsOf(RULE, { words, facts, env: AT_HOME });
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      what: `/home/ada/project holds yaml, uvicorn, which would be imported instead (${python})`,
      origin: { kind: "file", name: "yaml", file: "/home/ada/project" },
    });
    expect(finding?.fix.map(({ text }) => text)).toEqual(fixes);
  });

  it.each([
    [
      "development mode that Python 3.11 can do without",
      ["--dev"],
      {},
      null,
      ["mlflow-guard server"],
    ],
    ["Python 3.10", [], { mlflow: OLD }, null, []],
    ["Python 3.10 in development mode", ["--dev"], { mlflow: OLD }, null, []],
    ["no newer one to install", ["--dev"], {}, "3.10", ["mlflow-guard server"]],
  ])("installs no MLflow that helps nothing: %s", (_what, words, facts, managedPython, commands) => {
    const [finding] = findingsOf(RULE, { words, facts: { ...SHADOWED, ...facts, managedPython } });
    expect(finding?.fix.filter(({ kind }) => kind === "shell").map(({ text }) => text)).toEqual(
      commands,
    );
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
    expect(found[0]?.what).toBe(
      'PYTHONPATH entry "src" is not handed on: it is relative to the working directory',
    );
    expect(found[0]?.fix).toEqual([
      { kind: "note", text: "to hand it on all the same: --guard-pass-env PYTHONPATH" },
    ]);
  });

  it("mentions it also where another variable is passed on", () => {
    const words = ["--guard-pass-env", "PORT"];
    const scene = { words, env: { PYTHONPATH: "src" }, facts: { pythonPath: [LEFT_OUT] } };
    expect(findingsOf(RULE, scene)).toHaveLength(1);
  });

  it("is silent where no variable was set, whatever was found", () => {
    expect(findingsOf(RULE, { facts: { pythonPath: [LEFT_OUT] } })).toEqual([]);
  });

  it.each([
    ["nothing shadowed", [], {}],
    ["nothing shadowed with Python 3.10", [], { mlflow: OLD }],
    ["no MLflow to look at", [], { ...SHADOWED, mlflow: null }],
    ["entries that are kept", [], { pythonPath: [KEPT] }],
    ["entries passed on by name", ["--guard-pass-env", "PYTHONPATH"], { pythonPath: [LEFT_OUT] }],
    [
      "entries passed on beside others",
      ["--guard-pass-env", "PORT", "--guard-pass-env", "PYTHONPATH"],
      { pythonPath: [LEFT_OUT] },
    ],
  ])("is silent for %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts, env: { PYTHONPATH: "x" } })).toEqual([]);
  });
});
