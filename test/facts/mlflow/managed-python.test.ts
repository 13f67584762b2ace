import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readManagedPython } from "../../../src/facts/mlflow/managed-python.ts";
import { makeFolder } from "../../support/guard.ts";
import { intentOf } from "../../support/world.ts";

/** A home without a managed MLflow, and folders whose `python3` leads to these files. */
function pythonOf(...targets: readonly (string | null)[]) {
  const root = makeFolder();
  const entries = targets.map((target, at) => {
    const folder = join(root, `${at}`);
    mkdirSync(folder);
    if (target === null) return folder;
    if (!target.includes("gone")) writeFileSync(join(folder, target), "");
    symlinkSync(target, join(folder, "python3"));
    return folder;
  });
  const env = { HOME: root, PATH: ["relative", "", ...entries].join(":") };
  return readManagedPython(intentOf({ env }).intent);
}

it.each<[readonly (string | null)[], string | null]>([
  [["python3.11"], "3.11"],
  [["python3.9"], "3.9"],
  [[null, "python3.12", "python3.10"], "3.12"],
  [["gone3.13", "python3.10"], "3.10"],
  // Only running it would tell.
  [["pythonX", "python3.12"], null],
  [["python3.12m"], null],
  [["xpython3.12"], null],
  [["python2.7"], null],
  [[null], null],
  [[], null],
])("the Python that install-mlflow tries first, of %j, is %j", (targets, version) => {
  expect(pythonOf(...targets)).toBe(version);
});

it("there is none without a PATH", () => {
  expect(readManagedPython(intentOf({ env: { HOME: makeFolder() } }).intent)).toBeNull();
});
