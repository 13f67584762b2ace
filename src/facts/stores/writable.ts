import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isSame } from "../../files/identity.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { DEFAULT_STORE, isFolderMade, sqliteFile } from "../../mlflow/stores/sqlite-uri.ts";
import { isPlainPath } from "../../secrets/uri.ts";
import { fromHere, isThere } from "../machine/paths.ts";
import type { Facts } from "../types.ts";

/** A place that MLflow must write to and cannot; `report/failed-starts.ts` has the words. */
export interface Unwritable {
  readonly id: "store-not-writable";
  /** What MLflow keeps there. */
  readonly kept: "data" | "accounts";
  /** `cwd` is the working directory itself, whatever else it is. */
  readonly role: ClosedPlace["role"] | "cwd";
  /** Null if it must not be shown. */
  readonly path: string | null;
  /** MLflow does not make it. */
  readonly missing: boolean;
  /** The database is there already: another one would be an empty one. */
  readonly exists: boolean;
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
  if (data) return unwritable(data, "data", facts.cwd);
  const { file, uri } = facts.authStore;
  const accounts = login ? closedPlace(file, isFolderMade(uri.reveal(), version)) : null;
  return accounts && unwritable(accounts, "accounts", facts.cwd);
}

function unwritable(
  { path, role, exists }: ClosedPlace,
  kept: Unwritable["kept"],
  cwd: string,
): Unwritable {
  return {
    id: "store-not-writable",
    kept,
    role: isSame(path, cwd) ? "cwd" : role,
    path: isPlainPath(fromHere(path, cwd)) ? path : null,
    missing: role === "missing",
    exists,
  };
}

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
