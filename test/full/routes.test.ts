import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { PYTHON } from "../support/guard.ts";

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

it("the list of routes is what the tested MLflow has", { timeout: 120_000 }, () => {
  const listed = readFileSync(pathOf("../fixtures/routes.tsv"), "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([, versions]) => versions?.split(" ").includes(MANAGED_VERSION))
    .map(([route]) => route);
  const words = [pathOf("../../scripts/routes.py")];
  const stdio = ["ignore", "pipe", "ignore"] as const;
  const found = execFileSync(PYTHON, words, { encoding: "utf8", stdio: [...stdio] });
  expect(found.trim().split("\n").sort()).toEqual([...listed].sort());
});
