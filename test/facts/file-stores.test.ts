import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backendStore, readFileStores } from "../../src/facts/file-stores.ts";
import { makeFolder } from "../support/guard.ts";
import { intentOf } from "../support/world.ts";

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
    const store = { option: "backend-store-uri", folder: "mlruns", experiments: true, origin };
    expect(read([], OLD).stores).toEqual([{ ...store, target: "sqlite:///mlflow.db" }]);
    expect(read([], { ...OLD, "mlflow.db": "" }).stores).toEqual([
      { ...store, target: "sqlite:///mlflow-from-files.db" },
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
