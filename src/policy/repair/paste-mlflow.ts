import { dirname } from "node:path";
import type { FoundMlflow } from "../../facts/mlflow/find.ts";
import { MANAGED_VERSION } from "../../mlflow/versions/versions.ts";
import { BASIC_AUTH } from "../login/login.ts";
import type { Repair, World } from "../types.ts";
import { managedExecutable } from "./command.ts";

/** The MLflow that the command of a repair would start. */
export function mlflowAfter(world: World, repair: Repair): FoundMlflow | null {
  const { mlflow } = world.facts;
  if (repair.managed) {
    const path = managedExecutable(world);
    // What is there already is not installed anew.
    return mlflow !== null && mlflow.path === path
      ? mlflow
      : managedMlflow(path ?? "mlflow", world.facts.managedPython);
  }
  return mlflow && repair.extra ? { ...mlflow, authExtra: true } : mlflow;
}

/** What `install-mlflow` makes (`python/mlflow-VERSION.txt`). */
function managedMlflow(path: string, python: string | null): FoundMlflow {
  const from = `mlflow-${MANAGED_VERSION}`;
  return {
    path,
    source: "managed by install-mlflow",
    version: MANAGED_VERSION,
    python: `${dirname(path)}/python`,
    followed: [],
    // Unknown, it may be the oldest that is supported.
    pythonVersion: python ?? "3.10",
    authExtra: true,
    dotenv: "1.2.0",
    metricsExporter: true,
    apps: [{ name: BASIC_AUTH, target: "mlflow.server.auth:create_app", from }],
    schemes: [],
    sitePackages: dirname(path),
    standardLibrary: null,
    adds: null,
  };
}
