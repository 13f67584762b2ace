import { isAbsolute, join } from "node:path";
import { MANAGED_VERSION } from "./versions.ts";

/** Where `install-mlflow` puts its virtual environment; null where the user has no home. */
export function managedFolder(
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const data =
    environment.XDG_DATA_HOME ||
    (environment.HOME ? join(environment.HOME, ".local", "share") : "");
  return isAbsolute(data) ? join(data, "mlflow-guard", `mlflow-${MANAGED_VERSION}`) : null;
}
