import { realpathSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { ServerIntent } from "../../intent/types.ts";
import { managedFolder } from "../../mlflow/versions/managed.ts";
import { readInstallation } from "./installation.ts";
import { isComplete } from "./managed-environments.ts";

/**
 * The Python of the managed MLflow, as `3.11`; where it is not installed, the one that `install-mlflow` tries first, as
 * the name of its file tells.
 * @returns null if only running it would tell.
 */
export function readManagedPython({ environment }: ServerIntent): string | null {
  const variables = Object.fromEntries([...environment].map(([name, { value }]) => [name, value]));
  const folder = managedFolder(variables);
  if (folder !== null && isComplete(folder)) {
    const installation = readInstallation(join(folder, "bin", "mlflow"));
    return "version" in installation ? installation.pythonVersion || null : null;
  }
  const files = (variables.PATH ?? "")
    .split(delimiter)
    .filter((entry) => isAbsolute(entry))
    .map((entry) => resolved(join(entry, "python3")));
  const first = files.find((file) => file !== null) ?? "";
  return /\/python(3\.\d+)$/.exec(first)?.[1] ?? null;
}

function resolved(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}
