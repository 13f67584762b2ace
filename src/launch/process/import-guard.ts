import { delimiter, join } from "node:path";
import type { LaunchPlan } from "../../plan/types.ts";
import IMPORT_GUARD from "../../programs/import_guard.py";
import type { PrivateFolder } from "../private/private-folder.ts";

/** Writes it below the private folder; returns the folder for PYTHONPATH. */
export function writeImportGuard(folder: PrivateFolder): string {
  folder.write(join("python", "sitecustomize.py"), IMPORT_GUARD);
  return join(folder.path, "python");
}

/** The same plan, with the guard's folder first on PYTHONPATH, and more variables. */
export function withImportGuard(
  plan: LaunchPlan,
  folder: string,
  more: readonly (readonly [string, string])[],
): LaunchPlan {
  const before = plan.environment.get("PYTHONPATH");
  const value = before ? `${folder}${delimiter}${before}` : folder;
  return { ...plan, environment: new Map([...plan.environment, ...more, ["PYTHONPATH", value]]) };
}
