import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DOTENV_SWITCH_SINCE } from "../../../src/mlflow/login/login-plugins.ts";
import { atLeast, MANAGED_VERSION } from "../../../src/mlflow/versions/versions.ts";
import { mlflowAfter } from "../../../src/policy/repair/paste-mlflow.ts";
import { MLFLOW, type Scene, worldOf } from "../../support/world.ts";

const HOME = { HOME: "/home/ada" };
const MANAGED = `/home/ada/.local/share/mlflow-guard/mlflow-${MANAGED_VERSION}`;
const managed = (scene: Scene) => mlflowAfter(worldOf(scene), { managed: true });

describe("the managed MLflow that a command installs", () => {
  it("is the one of install-mlflow, with MLflow's own login alone", () => {
    expect(managed({ env: HOME })).toMatchObject({
      path: `${MANAGED}/bin/mlflow`,
      python: `${MANAGED}/bin/python`,
      source: "managed by install-mlflow",
      version: MANAGED_VERSION,
      followed: [],
      metricsExporter: true,
      apps: MLFLOW.apps,
    });
  });

  it("is the one that is there, where it is there already", () => {
    const mlflow = { ...MLFLOW, path: `${MANAGED}/bin/mlflow` };
    expect(managed({ env: HOME, facts: { mlflow } })).toBe(mlflow);
  });

  it("has a name also for a user without a home", () => {
    expect(managed({ facts: { mlflow: null } })?.path).toBe("mlflow");
  });

  it("has a python-dotenv that can be told to leave a .env, as its lock has", () => {
    const lock = readFileSync(
      new URL(`../../../python/mlflow-${MANAGED_VERSION}.txt`, import.meta.url),
      "utf8",
    );
    const locked = /^python-dotenv==(\S+)/m.exec(lock)?.[1] ?? "0";
    for (const version of [locked, managed({ env: HOME })?.dotenv ?? "0"])
      expect(atLeast(version, DOTENV_SWITCH_SINCE)).toBe(true);
  });
});
