import { isAbsolute, join } from "node:path";
import { newHome } from "../../shell/command.ts";
import { MANAGED_VERSION } from "./versions.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The file that `install-mlflow` writes last into an environment; without it the environment is half made. */
export const COMPLETE = ".mlflow-guard-complete";

const DATA = ".local/share";

/** Where `install-mlflow` keeps its virtual environments; null where the user has no home. */
export function managedRoot(environment: Environment): string | null {
  const { XDG_DATA_HOME = "", HOME = "" } = environment;
  // A relative one does not count (XDG Base Directory Specification).
  if (isAbsolute(XDG_DATA_HOME)) return join(XDG_DATA_HOME, "mlflow-guard");
  return isAbsolute(HOME) ? join(HOME, DATA, "mlflow-guard") : null;
}

/** The virtual environment of one MLflow, by default the tested one; null where the user has no home. */
export function managedFolder(
  environment: Environment,
  version: string = MANAGED_VERSION,
): string | null {
  const root = managedRoot(environment);
  return root === null ? null : join(root, `mlflow-${version}`);
}

/** The commands that make the managed environment of the tested version, for a user without a home, too. */
export function installSteps(environment: Environment, program = "mlflow-guard"): string[] {
  const home = managedRoot(environment) === null ? [newHome()] : [];
  return [...home, `${program} install-mlflow`];
}

/** Its `mlflow`, as a word of a shell, once these steps made the home. */
export const MANAGED_IN_NEW_HOME = `"$HOME/${DATA}/mlflow-guard/mlflow-${MANAGED_VERSION}/bin/mlflow"`;

/** The version in the name of a managed folder; null for every other name. */
export function versionOfFolder(name: string): string | null {
  return /^mlflow-(\d[^/]*)$/.exec(name)?.[1] ?? null;
}
