import { describe, expect, it } from "vitest";
import type { FileStore } from "../../src/facts/stores/file-store.ts";
import { runCommand } from "../policy/run-command.ts";
import { AT_HOME, decisionOf, findingsOf, MLFLOW, NAMING_MANAGED } from "../support/world.ts";

const RULE = "file-store-refused";
const ALLOW = "MLFLOW_ALLOW_FILE_STORE";
const STORE: FileStore = {
  option: "backend-store-uri",
  both: false,
  folder: "mlruns",
  is: "folder",
  experiments: true,
  origin: { kind: "default", name: "--backend-store-uri" },
  target: "sqlite:///mlflow.db",
  here: null,
};
/** Beside a database of MLflow's own name. */
const BESIDE = { target: "sqlite:///mlflow-from-files.db", here: "copied" } as const;
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

  it.each([
    ["copied", "and has these runs"],
    ["unknown", "if the files were copied into it before"],
  ] as const)("goes on with a database that is here already, if it is %s", (here, text) => {
    const scene = { facts: { fileStores: [{ ...STORE, ...BESIDE, here }] } };
    const [finding] = findingsOf(RULE, scene);
    const [first, second] = finding?.fix.map((one) => one.text) ?? [];
    expect(first).toBe("mlflow-guard server --backend-store-uri sqlite:///mlflow.db");
    expect(decisionOf(scene).remedy).toEqual([first]);
    expect(decisionOf(runCommand(first ?? "", scene)).verdict).toBe("allow");
    expect(second).toContain("migrate-filestore --source mlruns");
    expect(finding?.fix.at(-2)?.text).toContain("mlflow.db is here already");
    expect(finding?.fix.at(-2)?.text).toContain(text);
  });

  it("goes on with no database that has other runs", () => {
    const scene = { facts: { fileStores: [{ ...STORE, ...BESIDE, here: "other" } as const] } };
    const [finding] = findingsOf(RULE, scene);
    expect(finding?.fix.map(({ text }) => text)).toEqual([
      expect.stringContaining("migrate-filestore --source mlruns"),
      `env ${ALLOW}=true mlflow-guard server`,
      "mlflow.db is here as well, without these runs: it is another database",
      expect.stringContaining("leaves the files"),
    ]);
    expect(decisionOf(scene).remedy).toEqual([`env ${ALLOW}=true mlflow-guard server`]);
  });

  describe("a path that is no folder", () => {
    const database = (folder: string, more: Partial<FileStore> = {}): FileStore => ({
      ...{ ...NAMED, ...BESIDE, folder, is: "sqlite", experiments: false, ...more },
    });
    const words = ["--backend-store-uri", "mlflow.db"];

    it.each([
      ["mlflow.db", "sqlite:///mlflow.db"],
      ["/srv/data/mlflow.db", "sqlite:////srv/data/mlflow.db"],
      ["./-x.db", "sqlite:///./-x.db"],
    ])("but a database is that database, and nothing else: %s", (folder, uri) => {
      const scene = { words, facts: { fileStores: [database(folder)] } };
      const [finding, ...more] = findingsOf(RULE, scene);
      expect(more).toEqual([]);
      expect(finding?.what).toBe(
        `--backend-store-uri (command line) is a path, which MLflow takes for a folder of files: ${folder} is a SQLite database`,
      );
      expect(finding?.fix).toEqual([
        { kind: "shell", text: `mlflow-guard server --backend-store-uri ${uri}` },
      ]);
      expect(decisionOf(scene).remedy).toEqual([finding?.fix[0]?.text]);
      expect(decisionOf(runCommand(finding?.fix[0]?.text ?? "", scene)).verdict).toBe("allow");
    });

    it.each([
      ["with files allowed", { [ALLOW]: "true" }, "3.17.2"],
      ["with an MLflow that takes files", {}, "3.6.0"],
    ])("is refused %s, too", (_what, env, version) => {
      const mlflow = { ...MLFLOW, version };
      const scene = { words, env, facts: { mlflow, fileStores: [database("mlflow.db")] } };
      expect(decisionOf(scene).verdict).toBe("refuse");
    });

    it("names what else it is, and makes no database of it", () => {
      const fileStores = [database("notes.txt", { is: "other" })];
      const [finding] = findingsOf(RULE, { words, facts: { fileStores } });
      expect(finding?.what).toContain("notes.txt is no folder");
      expect(finding?.fix).toEqual([
        {
          kind: "note",
          text: "name a folder; or, if it is a SQLite database, write sqlite:///notes.txt",
        },
      ]);
      expect(decisionOf({ words, facts: { fileStores } }).remedy).toEqual([]);
    });

    it("is changed for the registry as well, which has the same", () => {
      const both = [...words, "--registry-store-uri", "mlflow.db"];
      const fileStores = [database("mlflow.db", { both: true })];
      const { remedy } = decisionOf({ words: both, facts: { fileStores } });
      expect(remedy).toEqual([
        "mlflow-guard server --backend-store-uri sqlite:///mlflow.db --registry-store-uri sqlite:///mlflow.db",
      ]);
    });

    it("is said beside a folder of the registry", () => {
      const scene = { words, facts: { fileStores: [database("mlflow.db"), REGISTRY] } };
      expect(findingsOf(RULE, scene).map(({ what }) => what)).toEqual([
        expect.stringContaining("mlflow.db is a SQLite database"),
        expect.stringContaining("reg holds experiments"),
      ]);
    });

    it("shows nothing that may not be shown", () => {
      for (const is of ["sqlite", "other"] as const) {
        const fileStores = [database("postgres:ada:hunter2@db/x", { is })];
        const decision = decisionOf({ words, facts: { fileStores } });
        expect(JSON.stringify(decision)).toContain("write sqlite:///PATH");
        expect(JSON.stringify(decision)).not.toContain("hunter2");
      }
    });
  });

  describe("a path at which nothing is", () => {
    const missing = (folder: string, more: Partial<FileStore> = {}): FileStore => ({
      ...{ ...NAMED, folder, is: "missing", experiments: false, ...more },
    });

    it.each([
      "mlflow.db",
      "/srv/x.sqlite3",
      "m.SQLITE",
      "a.db3",
    ])("and %s is a database's name", (folder) => {
      const words = ["--backend-store-uri", folder];
      const scene = { words, facts: { fileStores: [missing(folder, BESIDE)] } };
      const [finding] = findingsOf(RULE, scene);
      expect(finding?.what).toContain(`takes for a folder of files: ${folder} does not exist, and`);
      const command = `mlflow-guard server --backend-store-uri sqlite:///${folder}`;
      expect(finding?.fix).toEqual([
        { kind: "shell", text: command },
        { kind: "note", text: "MLflow takes what has no scheme for the path of a folder" },
      ]);
      expect(decisionOf(scene).remedy).toEqual([command]);
    });

    it.each([
      [null, "sqlite:///mlflow.db"],
      ["copied", "sqlite:///mlflow.db"],
      ["other", "sqlite:///mlflow.db"],
    ] as const)("is no folder yet, and another place is the default one (there: %s)", (here, uri) => {
      const words = ["--backend-store-uri", "my-runs"];
      const scene = {
        words,
        facts: { fileStores: [missing("my-runs", { ...(here ? BESIDE : {}), here })] },
      };
      const [finding] = findingsOf(RULE, scene);
      expect(finding?.what).toContain("takes for a folder of files: my-runs does not exist, and");
      expect(finding?.fix.map(({ text }) => text)).toEqual([
        `mlflow-guard server --backend-store-uri ${uri}`,
        `env ${ALLOW}=true mlflow-guard server --backend-store-uri my-runs`,
        `MLflow takes what has no scheme for the path of a folder: ${ALLOW}=true lets it make one, which it no longer improves`,
      ]);
    });
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
    ["the folder holds nothing yet", { ...NAMED, ...BESIDE, experiments: false }],
    ["it is the registry's", { ...REGISTRY, ...BESIDE }],
    ["a new one would have that name", NAMED],
  ])("speaks of no database that is here where %s", (_what, store) => {
    const [finding] = findingsOf(RULE, { facts: { fileStores: [store] } });
    expect(finding?.fix.map(({ text }) => text).join("\n")).not.toContain("is here already");
    expect(finding?.fix.filter(({ kind }) => kind === "note")).toHaveLength(1);
  });

  it("says so without a version where there is no MLflow to look at, and copies nothing", () => {
    const [finding] = findingsOf(RULE, {
      env: AT_HOME,
      facts: { fileStores: [STORE], mlflow: null },
    });
    expect(finding?.what).toMatch(/, and MLflow starts with a database only$/);
    expect(finding?.fix).toMatchObject([
      {
        kind: "shell",
        text: `mlflow-guard install-mlflow && env ${ALLOW}=true mlflow-guard server ${NAMING_MANAGED}`,
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
