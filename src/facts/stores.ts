import { realpathSync, statSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE, sqliteFile } from "../mlflow/sqlite-uri.ts";
import type { AuthStore, OpenStore } from "./types.ts";

const STORE_OPTIONS = [
  "registry-store-uri",
  "read-replica-backend-store-uri",
  "workspace-store-uri",
];

/** The SQLite files of this start that are there and that every account of the machine can read or write. */
export function readOpenStores(
  { options }: ServerIntent,
  authStore: AuthStore,
  cwd: string,
): OpenStore[] {
  const backend = String(options.get("backend-store-uri")?.value || DEFAULT_STORE);
  const others = STORE_OPTIONS.map((name) => String(options.get(name)?.value ?? ""));
  const files = new Set([backend, ...others].map((uri) => sqliteFile(uri, cwd)));
  return [
    ...[...files].map((file) => openStore(file, false)),
    ...(files.has(authStore.file) ? [] : [openStore(authStore.file, true)]),
  ]
    .filter((store) => store !== null)
    .map((store) => ({ ...store, file: fromHere(store.file, cwd) }));
}

/** The mode of the file alone says little: in a home folder that is closed nobody gets to it. */
function openStore(file: string | null, accounts: boolean): OpenStore | null {
  if (file === null) return null;
  try {
    const real = realpathSync(file);
    const stat = statSync(real);
    const mode = stat.mode & 0o777;
    const open = stat.isFile() && (mode & 0o006) !== 0 && isReachable(dirname(real));
    return open ? { file, mode, written: (mode & 0o002) !== 0, accounts } : null;
  } catch {
    return null;
  }
}

/** May everybody pass through this folder and all above it? */
function isReachable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isReachable(dirname(folder));
}

/** A file in or below the working directory as a person would write it there. */
function fromHere(file: string, cwd: string): string {
  const path = relative(cwd, file);
  if (path.startsWith("..")) return file;
  return path.startsWith("-") ? `./${path}` : path;
}
