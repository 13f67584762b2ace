import { describe, expect, it } from "vitest";
import { upgradeCommand } from "../../src/report/upgrade-command.ts";
import { intentOf, type Scene } from "../support/world.ts";

const SECRET = "postgresql://ada@corp:hunter2@db/x";

describe("the command that upgrades a database", () => {
  it.each<[string, Scene, string]>([
    ["MLflow's own", {}, "sqlite:///mlflow.db"],
    [
      "a file",
      { words: ["--backend-store-uri", "sqlite:///my data.db"] },
      "'sqlite:///my data.db'",
    ],
    [
      "one without a user",
      { env: { MLFLOW_BACKEND_STORE_URI: "postgresql://db/x" } },
      "postgresql://db/x",
    ],
    [
      "one with a password that was typed",
      { words: ["--backend-store-uri", SECRET] },
      '"$MLFLOW_BACKEND_STORE_URI"',
    ],
    [
      "one with a password in a variable",
      { env: { MLFLOW_BACKEND_STORE_URI: SECRET } },
      '"$MLFLOW_BACKEND_STORE_URI"',
    ],
  ])("names %s", (_what, scene, word) => {
    const needed = word.includes("$MLFLOW")
      ? `test -n ${word} || ! echo 'first put the URI of the store into MLFLOW_BACKEND_STORE_URI' >&2 && `
      : "";
    expect(upgradeCommand(intentOf(scene).intent, "/opt/mlflow")).toBe(
      `${needed}/opt/mlflow db upgrade ${word}`,
    );
  });
});
