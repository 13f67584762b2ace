import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BOUNDS, lockOf, requirementsOf } from "../../../src/mlflow/versions/requirements.ts";
import { MANAGED_VERSION } from "../../../src/mlflow/versions/versions.ts";

describe("what is installed for a version", () => {
  it.each([
    ["2.20.0", ["mlflow==2.20.0", "sqlalchemy<2.1"]],
    ["2.20.2", ["mlflow[auth]==2.20.2", "sqlalchemy<2.1"]],
    ["3.8.1", ["mlflow[auth]==3.8.1", "sqlalchemy<2.1"]],
    ["3.9.0", ["mlflow[auth]==3.9.0"]],
    [MANAGED_VERSION, [`mlflow[auth]==${MANAGED_VERSION}`]],
  ])("%s", (version, requirements) => {
    expect(requirementsOf(version)).toEqual(requirements);
  });

  it("is bounded for a reason that can be read up", () => {
    for (const { source } of BOUNDS) expect(source).toMatch(/^https:/);
  });
});

describe("the lock", () => {
  const lock = readFileSync(
    new URL(`../../../${lockOf(MANAGED_VERSION)}`, import.meta.url),
    "utf8",
  );

  it("is of the tested version, with its login, and is part of the package", () => {
    expect(lock).toMatch(new RegExp(`^mlflow==${MANAGED_VERSION.replaceAll(".", "\\.")} `, "m"));
    expect(lock).toMatch(/^flask-wtf==/m);
    const { files } = JSON.parse(
      readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
    );
    expect(files).toEqual(expect.arrayContaining(["python/*.txt", "!python/*-image.txt"]));
    expect(lockOf(MANAGED_VERSION)).toMatch(/^python\/(?!.*-image\.txt$)[^/]+\.txt$/);
  });

  it("has a hash for everything, and no index", () => {
    const pins = lock.split(/^(?=[a-z0-9])/m).slice(1);
    expect(pins.length).toBeGreaterThan(80);
    expect(pins.filter((pin) => !/--hash=sha256:[0-9a-f]{64}/.test(pin))).toEqual([]);
    expect(lock).not.toMatch(/index-url|https?:/);
  });

  it("is there for no other version", () => {
    expect(lockOf("3.8.1")).toBe(null);
  });
});
