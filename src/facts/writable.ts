import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isSame } from "../files/places.ts";
import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE, isFolderMade, sqliteFile } from "../mlflow/sqlite-uri.ts";
import { AUTH_DATABASE_URI } from "../secrets/names.ts";
import { isPlainPath, NOT_SHOWN } from "../secrets/uri.ts";
import { fromHere, isThere } from "./paths.ts";
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
  const store = intent.backendStoreUri?.value || DEFAULT_STORE;
  const version = facts.mlflow?.version ?? null;
  const data = closedPlace(sqliteFile(store, facts.cwd), isFolderMade(store, version));
  if (data) return unwritable(data, "its SQLite database", facts.cwd, DATA_ELSEWHERE);
  const { file, uri } = facts.authStore;
  const accounts = login ? closedPlace(file, isFolderMade(uri.reveal(), version)) : null;
  return accounts && unwritable(accounts, "the accounts", facts.cwd, ACCOUNTS_ELSEWHERE);
}

/** A database that is there may be made writable, and nothing else: another one would be an empty one. */
function unwritable(
  { path, role, exists }: ClosedPlace,
  kept: string,
  cwd: string,
  elsewhere: string,
): Unwritable {
  const called = isSame(path, cwd) ? "the working directory" : ROLES[role];
  const shown = isPlainPath(fromHere(path, cwd)) ? path : NOT_SHOWN;
  const why = role === "missing" ? "does not exist" : "cannot be written";
  return {
    what: `${called}, ${shown}, ${why}, and MLflow keeps ${kept} there. MLflow was not started.`,
    fix: exists
      ? `make ${shown} writable for this user (ls -l shows whose it is), or start as the user that owns it`
      : elsewhere,
  };
}

const ROLES = {
  file: "the file of a database",
  folder: "the folder of a database",
  missing: "the folder of a database",
  above: "the folder in which MLflow would make that of a database",
} as const;

const DATA_ELSEWHERE =
  "start it in a folder of your own, or name a store: --backend-store-uri sqlite:////path/mlflow.db";
const ACCOUNTS_ELSEWHERE = `make it writable for this user; or, if there are no accounts yet, name another place: ${AUTH_DATABASE_URI}=sqlite:////path/basic_auth.db`;

interface ClosedPlace {
  readonly path: string;
  /** `missing`: MLflow does not make it. `above`: the first folder that is there, in which MLflow makes the others. */
  readonly role: "file" | "folder" | "missing" | "above";
  /** The database is there already. */
  readonly exists: boolean;
}

/** The file, if it is there, or its folder, in which SQLite also makes its journal. */
function closedPlace(file: string | null, isMade: boolean): ClosedPlace | null {
  if (!file) return null;
  const exists = existsSync(file);
  if (exists && !isWritable(file)) return { path: file, role: "file", exists };
  const folder = dirname(file);
  if (isThere(folder)) return isWritable(folder) ? null : { path: folder, role: "folder", exists };
  if (!isMade) return { path: folder, role: "missing", exists };
  const above = nearest(folder);
  return isWritableFolder(above) ? null : { path: above, role: "above", exists };
}

/** The first one on the way up that is there. */
function nearest(folder: string): string {
  return isThere(folder) ? folder : nearest(dirname(folder));
}

function isWritableFolder(path: string): boolean {
  return isWritable(path) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
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
