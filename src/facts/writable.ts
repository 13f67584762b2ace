import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE, sqliteFile } from "../mlflow/sqlite-uri.ts";
import type { Facts } from "./types.ts";

/** A folder that MLflow must write to and cannot. */
export interface UnwritableFolder {
  readonly what: string;
  readonly fix: string;
}

/** Looks whether the SQLite files of this start can be made: MLflow's own message is a traceback of its migrations. */
export function findUnwritable(
  intent: ServerIntent,
  facts: Facts,
  login: boolean,
): UnwritableFolder | null {
  const store = String(intent.options.get("backend-store-uri")?.value || DEFAULT_STORE);
  const files = [sqliteFile(store, facts.cwd), login ? facts.authStore.file : null];
  const folder = files.map((file) => file && dirname(file)).find((one) => one && !isWritable(one));
  if (!folder) return null;
  const role = folder === facts.cwd ? "the working directory" : "the folder of a database";
  return {
    what: `${role}, ${folder}, cannot be written, and MLflow keeps its SQLite database there. MLflow was not started.`,
    fix: "start it in a folder of your own, or name a store: --backend-store-uri sqlite:////path/mlflow.db",
  };
}

/** May this user write into that folder? */
export function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
