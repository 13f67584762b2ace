import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE, sqliteFile } from "../mlflow/sqlite-uri.ts";
import { AUTH_DATABASE_URI } from "../secrets/names.ts";
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
  const data = closedFolder(sqliteFile(store, facts.cwd));
  const accounts = login ? closedFolder(facts.authStore.file) : null;
  const folder = data ?? accounts;
  if (folder === null) return null;
  const role = folder === facts.cwd ? "the working directory" : "the folder of a database";
  const kept = data === null ? "the accounts" : "its SQLite database";
  return {
    what: `${role}, ${folder}, cannot be written, and MLflow keeps ${kept} there. MLflow was not started.`,
    fix: data === null ? ACCOUNTS_ELSEWHERE : DATA_ELSEWHERE,
  };
}

const DATA_ELSEWHERE =
  "start it in a folder of your own, or name a store: --backend-store-uri sqlite:////path/mlflow.db";
const ACCOUNTS_ELSEWHERE = `make it writable for this user; or, if there are no accounts yet, name another place: ${AUTH_DATABASE_URI}=sqlite:////path/basic_auth.db`;

function closedFolder(file: string | null): string | null {
  const folder = file && dirname(file);
  return folder && !isWritable(folder) ? folder : null;
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
