import { describe, expect, it } from "vitest";
import type { FileStore } from "../../src/facts/types.ts";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, MLFLOW } from "../support/world.ts";

const RULE = "file-store-refused";
const ALLOW = "MLFLOW_ALLOW_FILE_STORE";
const STORE: FileStore = {
  option: "backend-store-uri",
  folder: "mlruns",
  experiments: true,
  origin: { kind: "default", name: "--backend-store-uri" },
  target: "sqlite:///mlflow.db",
};
const NAMED: FileStore = {
  ...STORE,
  folder: "runs",
  origin: { kind: "flag", name: "--backend-store-uri" },
};
const REGISTRY: FileStore = { ...NAMED, option: "registry-store-uri", folder: "reg" };
const MIGRATE = `${MLFLOW.path} migrate-filestore --source mlruns --target sqlite:///mlflow.db`;

describe(RULE, () => {
  it("says before the start that an older MLflow's data is in files, and how to go on", () => {
    const scene = { facts: { fileStores: [STORE] }, words: ["--port", "5001"] };
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      what: "mlruns holds experiments of an older MLflow, and MLflow 3.17.2 starts with a database only",
    });
    expect(finding?.fix.map(({ text }) => text)).toEqual([
      `${MIGRATE} && mlflow-guard server --backend-store-uri sqlite:///mlflow.db --port 5001`,
      `env ${ALLOW}=true mlflow-guard server --port 5001`,
      expect.stringContaining("leaves the files"),
    ]);
    for (const { kind, text } of finding?.fix ?? []) {
      if (kind === "shell") expect(decisionOf(runCommand(text, scene)).verdict).toBe("allow");
    }
    // A remedy moves no data.
    expect(decisionOf(scene).remedy).toEqual([`env ${ALLOW}=true mlflow-guard server --port 5001`]);
  });

  it("offers a database that is here already, for files that were copied before", () => {
    const store = { ...STORE, target: "sqlite:///mlflow-from-files.db" };
    const scene = { facts: { fileStores: [store] } };
    const [finding] = findingsOf(RULE, scene);
    const [first, second] = finding?.fix.map(({ text }) => text) ?? [];
    expect(first).toBe("mlflow-guard server --backend-store-uri sqlite:///mlflow.db");
    expect(decisionOf(runCommand(first ?? "", scene)).verdict).toBe("allow");
    expect(second).toContain("migrate-filestore --source mlruns");
    expect(finding?.fix.at(-2)?.text).toContain("mlflow.db is here already");
  });

  it.each([
    ["3.12.0", true],
    ["3.13.0", false],
    ["3.18.0", false],
    [null, false],
  ])("with MLflow %s it may start: %s", (version, starts) => {
    const mlflow = version === null ? null : { ...MLFLOW, version };
    const scene = { facts: { fileStores: [STORE], mlflow } };
    expect(decisionOf(scene).verdict).toBe(starts ? "allow" : "refuse");
  });

  it.each([
    ["true", true],
    ["1", true],
    ["TRUE", true],
    ["false", false],
    ["0", false],
    ["", false],
    // MLflow ends with an error of its own.
    ["yes", false],
    ["10", false],
    ["untrue", false],
  ])(`heeds ${ALLOW}=%s: %s`, (value, starts) => {
    const scene = { facts: { fileStores: [STORE] }, env: { [ALLOW]: value } };
    expect(decisionOf(scene).verdict).toBe(starts ? "allow" : "refuse");
  });

  it("names the setting, and takes another store where there is nothing to copy", () => {
    const words = ["--backend-store-uri", "runs"];
    const scene = { words, facts: { fileStores: [{ ...NAMED, experiments: false }] } };
    const [finding] = findingsOf(RULE, scene);
    expect(finding?.what).toBe(
      "--backend-store-uri (command line) keeps data in files: runs is a folder, and MLflow 3.17.2 starts with a database only",
    );
    expect(finding?.fix.map(({ text }) => text).slice(0, 2)).toEqual([
      "mlflow-guard server --backend-store-uri sqlite:///mlflow.db",
      `env ${ALLOW}=true mlflow-guard server --backend-store-uri runs`,
    ]);
  });

  it.each([
    ["the registry alone is in files", [REGISTRY]],
    ["the registry has a folder of its own", [NAMED, REGISTRY]],
  ])("offers only what loses nothing if %s", (_what, fileStores) => {
    const [finding] = findingsOf(RULE, { facts: { fileStores } });
    expect(finding?.fix).toEqual([
      { kind: "shell", text: `env ${ALLOW}=true mlflow-guard server` },
      {
        kind: "note",
        text: `migrate-filestore copies everything into a new database and leaves the files; ${ALLOW}=true goes on with the files, which MLflow no longer improves`,
      },
    ]);
  });

  it.each<[string, FileStore]>([
    [
      "the folder holds nothing yet",
      { ...NAMED, experiments: false, target: "sqlite:///other.db" },
    ],
    ["it is the registry's", { ...REGISTRY, target: "sqlite:///other.db" }],
    ["a new one would have that name", NAMED],
  ])("speaks of no database that is here where %s", (_what, store) => {
    const [finding] = findingsOf(RULE, { facts: { fileStores: [store] } });
    expect(finding?.fix.map(({ text }) => text).join("\n")).not.toContain("is here already");
    expect(finding?.fix.filter(({ kind }) => kind === "note")).toHaveLength(1);
  });

  it("says so without a version where there is no MLflow to look at, and copies nothing", () => {
    const [finding] = findingsOf(RULE, { facts: { fileStores: [STORE], mlflow: null } });
    expect(finding?.what).toMatch(/, and MLflow starts with a database only$/);
    expect(finding?.fix).toMatchObject([
      {
        kind: "shell",
        text: `mlflow-guard install-mlflow && env ${ALLOW}=true mlflow-guard server`,
      },
      { kind: "note" },
    ]);
  });

  it("copies nothing from what may not be shown, and says how a database is written", () => {
    const folder = "postgres:ada:hunter2@db/x";
    const [finding] = findingsOf(RULE, { facts: { fileStores: [{ ...NAMED, folder }] } });
    expect(finding?.fix).toMatchObject([
      { kind: "shell", text: `env ${ALLOW}=true mlflow-guard server` },
      {
        kind: "note",
        text: "if a database is meant, write it as a URI: postgresql://USER:PASSWORD@HOST/NAME; MLflow takes anything else for the name of a folder",
      },
    ]);
    expect(JSON.stringify(finding)).not.toContain("hunter2");
  });

  it("is silent with a database", () => {
    expect(findingsOf(RULE, {})).toEqual([]);
  });
});
