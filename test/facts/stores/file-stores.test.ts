import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backendStore, readFileStores } from "../../../src/facts/stores/file-stores.ts";
import { makeFolder } from "../../support/guard.ts";
import { intentOf } from "../../support/world.ts";

/** How a SQLite file begins. */
const SQLITE = "SQLite format 3\0";
const OLD = { "mlruns/0/meta.yaml": "" };

function read(words: readonly string[], files: Record<string, string>, version = "3.17.2") {
  const cwd = makeFolder(files);
  const { intent } = intentOf({ words });
  return {
    cwd,
    stores: readFileStores(intent, version, cwd),
    uri: backendStore(intent, version, cwd),
  };
}

describe("data in files", () => {
  it.each([
    ["nothing", {}, "3.17.2", "sqlite:///mlflow.db"],
    ["experiments", OLD, "3.17.2", "./mlruns"],
    ["experiments beside a database", { ...OLD, "mlflow.db": "" }, "3.7.0", "./mlruns"],
    ["artifacts alone", { "mlruns/0/abc/artifacts/x": "" }, "3.17.2", "sqlite:///mlflow.db"],
    [
      "a name that is no number",
      { "mlruns/models/meta.yaml": "" },
      "3.17.2",
      "sqlite:///mlflow.db",
    ],
    ["a file in its place", { mlruns: "" }, "3.17.2", "sqlite:///mlflow.db"],
    ["nothing, with an older MLflow", {}, "3.6.0", "./mlruns"],
    ["a database, with an older MLflow", { "mlflow.db": "" }, "3.6.0", "./mlruns"],
  ])("with %s: %j, MLflow %s takes %s", (_what, files, version, uri) => {
    expect(read([], files, version).uri).toBe(uri);
  });

  it("are found without a word of the user, with a database that is not there yet", () => {
    const origin = { kind: "default", name: "--backend-store-uri" };
    const store = {
      ...{ option: "backend-store-uri", both: false, folder: "mlruns", is: "folder", origin },
      experiments: true,
    };
    expect(read([], OLD).stores).toEqual([{ ...store, target: "sqlite:///mlflow.db", here: null }]);
    expect(read([], { ...OLD, "mlflow.db": "" }).stores).toEqual([
      { ...store, target: "sqlite:///mlflow-from-files.db", here: "other" },
    ]);
  });

  it.each([
    ["a path", ["--backend-store-uri", "runs"], ["runs"]],
    ["a URI", ["--backend-store-uri", "file:./runs"], ["runs"]],
    ["an absolute URI", ["--backend-store-uri", "file:///data/runs"], ["/data/runs"]],
    [
      "a registry beside a database",
      ["--backend-store-uri", "sqlite:///x.db", "--registry-store-uri", "reg"],
      ["reg"],
    ],
    ["both in one", ["--backend-store-uri", "runs", "--registry-store-uri", "./runs"], ["runs"]],
    [
      "two folders",
      ["--backend-store-uri", "runs", "--registry-store-uri", "reg"],
      ["runs", "reg"],
    ],
    ["a database", ["--backend-store-uri", "postgresql://h/d"], []],
    ["artifacts only", ["--artifacts-only"], []],
  ])("are found in %s", (_what, words, folders) => {
    expect(read(words, OLD).stores.map(({ folder }) => folder)).toEqual(folders);
  });

  it.each([
    ["a folder", { "x/0/meta.yaml": "" }, "folder"],
    ["a database", { x: `${SQLITE}...` }, "sqlite"],
    ["an empty file, which is an empty database", { x: "" }, "sqlite"],
    ["another file", { x: "SQLite format 4" }, "other"],
    ["nothing", {}, "missing"],
  ])("is %s at that path", (_what, files, is) => {
    const words = ["--backend-store-uri", "x"];
    expect(read(words, files).stores).toMatchObject([{ folder: "x", is }]);
    expect(read(["--registry-store-uri", "file:./x"], files).stores).toMatchObject([{ is }]);
  });

  it("are looked for in no pipe, and behind no file", () => {
    const cwd = makeFolder({ plain: "x" });
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    symlinkSync("nowhere", join(cwd, "link"));
    for (const path of ["pipe", "plain/x", "link", "/dev/null"]) {
      const { intent } = intentOf({ words: ["--backend-store-uri", path] });
      expect(readFileStores(intent, null, cwd)).toMatchObject([{ is: "other" }]);
    }
  });

  it("are those of the registry, too, where it has the same path", () => {
    const words = ["--backend-store-uri", "runs", "--registry-store-uri", "./runs"];
    expect(read(words, {}).stores).toMatchObject([{ both: true }]);
    expect(read([...words.slice(0, 3), "reg"], {}).stores).toMatchObject([
      { both: false },
      { both: false },
    ]);
  });

  describe("with a database of MLflow's own name beside them", () => {
    const RUN = "0123456789abcdef0123456789abcdef";
    const OTHER = "fedcba9876543210fedcba9876543210";
    const RUNS = { ...OLD, [`mlruns/0/${RUN}/meta.yaml`]: "", "mlruns/1/meta.yaml": "" };

    it.each([
      ["no database", RUNS, null],
      ["something else", { ...RUNS, "mlflow.db": "not one" }, null],
      ["an empty database", { ...RUNS, "mlflow.db": "" }, "other"],
      ["a database without these runs", { ...RUNS, "mlflow.db": `${SQLITE} ${OTHER}` }, "other"],
      [
        "a database with these runs",
        { ...RUNS, "mlflow.db": `${SQLITE} ${OTHER} ${RUN}` },
        "copied",
      ],
      ["a database, and no runs", { ...OLD, "mlflow.db": SQLITE }, "copied"],
      [
        "a database, and a folder that is no run",
        { ...OLD, [`mlruns/0/${RUN}/x`]: "", "mlflow.db": SQLITE },
        "copied",
      ],
      [
        "a database with the runs of one of two experiments",
        { ...RUNS, [`mlruns/1/${OTHER}/meta.yaml`]: "", "mlflow.db": `${SQLITE} ${RUN}` },
        "other",
      ],
    ])("it is %s", (_what, files, here) => {
      expect(read([], files).stores).toMatchObject([{ here }]);
    });

    it("the newest run decides: others may have come after the copy", () => {
      const cwd = makeFolder({
        ...{ ...RUNS, [`mlruns/0/${OTHER}/meta.yaml`]: "" },
        "mlflow.db": `${SQLITE} ${RUN}`,
      });
      const at = (run: string, time: number) =>
        utimesSync(join(cwd, "mlruns", "0", run, "meta.yaml"), time, time);
      at(RUN, 1000);
      at(OTHER, 2000);
      const { intent } = intentOf({});
      expect(readFileStores(intent, null, cwd)).toMatchObject([{ here: "other" }]);
      at(OTHER, 500);
      expect(readFileStores(intent, null, cwd)).toMatchObject([{ here: "copied" }]);
    });

    it("it is one too large to look through", () => {
      const cwd = makeFolder({ ...RUNS, "mlflow.db": SQLITE });
      truncateSync(join(cwd, "mlflow.db"), 65 * 1024 * 1024);
      expect(readFileStores(intentOf({}).intent, null, cwd)).toMatchObject([{ here: "unknown" }]);
    });

    it("it is not that path itself", () => {
      const words = ["--backend-store-uri", "mlflow.db"];
      expect(read(words, { "mlflow.db": SQLITE }).stores).toMatchObject([
        { is: "sqlite", here: null },
      ]);
    });
  });

  it("hold experiments or not", () => {
    const words = ["--backend-store-uri", "empty"];
    const { stores, cwd } = read(words, {});
    expect(stores).toMatchObject([{ experiments: false, origin: { kind: "flag" } }]);
    mkdirSync(join(cwd, "empty", "12"), { recursive: true });
    expect(readFileStores(intentOf({ words }).intent, null, cwd)).toMatchObject([
      { experiments: false },
    ]);
  });
});
