import { isAbsolute, join } from "node:path";
import { MANAGED_VERSION } from "./versions.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The file that `install-mlflow` writes last into an environment; without it the environment is half made. */
export const COMPLETE = ".mlflow-guard-complete";

/** Where `install-mlflow` keeps its virtual environments; null where the user has no home. */
export function managedRoot(environment: Environment): string | null {
  const data =
    environment.XDG_DATA_HOME ||
    (environment.HOME ? join(environment.HOME, ".local", "share") : "");
  return isAbsolute(data) ? join(data, "mlflow-guard") : null;
}

/** The virtual environment of one MLflow, by default the tested one; null where the user has no home. */
export function managedFolder(
  environment: Environment,
  version: string = MANAGED_VERSION,
): string | null {
  const root = managedRoot(environment);
  return root === null ? null : join(root, `mlflow-${version}`);
}

/** The version in the name of a managed folder; null for every other name. */
export function versionOfFolder(name: string): string | null {
  return /^mlflow-(\d[^/]*)$/.exec(name)?.[1] ?? null;
}
