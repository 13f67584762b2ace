import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE, sqliteFile } from "../mlflow/sqlite-uri.ts";
import { AUTH_DATABASE_URI } from "../secrets/names.ts";
import { isPlainPath, NOT_SHOWN } from "../secrets/uri.ts";
import { fromHere } from "./paths.ts";
import type { Facts } from "./types.ts";

/** A place that MLflow must write to and cannot. */
export interface Unwritable {
  readonly what: string;
  readonly fix: string;
}

/** Looks whether the SQLite files of this start can be written: MLflow's own message is a traceback of its migrations. */
export function findUnwritable(
  intent: ServerIntent,
  facts: Facts,
  login: boolean,
): Unwritable | null {
  const store = String(intent.options.get("backend-store-uri")?.value || DEFAULT_STORE);
  const data = closedPlace(sqliteFile(store, facts.cwd));
  if (data) return unwritable(data, "its SQLite database", facts.cwd, DATA_ELSEWHERE);
  const accounts = login ? closedPlace(facts.authStore.file) : null;
  return accounts && unwritable(accounts, "the accounts", facts.cwd, ACCOUNTS_ELSEWHERE);
}

/** A database that is there may be made writable, and nothing else: another one would be an empty one. */
function unwritable(
  { path, isFile, exists }: ClosedPlace,
  kept: string,
  cwd: string,
  elsewhere: string,
): Unwritable {
  const folder = path === cwd ? "the working directory" : "the folder of a database";
  const shown = isPlainPath(fromHere(path, cwd)) ? path : NOT_SHOWN;
  const role = isFile ? "the file of a database" : folder;
  return {
    what: `${role}, ${shown}, cannot be written, and MLflow keeps ${kept} there. MLflow was not started.`,
    fix: exists
      ? `make ${shown} writable for this user (ls -l shows whose it is), or start as the user that owns it`
      : elsewhere,
  };
}

const DATA_ELSEWHERE =
  "start it in a folder of your own, or name a store: --backend-store-uri sqlite:////path/mlflow.db";
const ACCOUNTS_ELSEWHERE = `make it writable for this user; or, if there are no accounts yet, name another place: ${AUTH_DATABASE_URI}=sqlite:////path/basic_auth.db`;

interface ClosedPlace {
  readonly path: string;
  readonly isFile: boolean;
  /** The database is there already. */
  readonly exists: boolean;
}

/** The file, if it is there, or its folder, in which SQLite also makes its journal. */
function closedPlace(file: string | null): ClosedPlace | null {
  if (!file) return null;
  const exists = existsSync(file);
  if (exists && !isWritable(file)) return { path: file, isFile: true, exists };
  const folder = dirname(file);
  return isWritable(folder) ? null : { path: folder, isFile: false, exists };
}

/** May this user write to that file or folder? */
export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
