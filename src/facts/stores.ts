import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { OptionValues, ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE, sqliteFile } from "../mlflow/sqlite-uri.ts";
import { fromHere, isReachable } from "./paths.ts";
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
  const files = storeFiles(options, cwd);
  return [
    ...files.map((file) => openStore(file, false)),
    ...(authStore.file && files.includes(authStore.file) ? [] : [openStore(authStore.file, true)]),
  ]
    .filter((store) => store !== null)
    .map((store) => ({ ...store, file: fromHere(store.file, cwd) }));
}

/** The SQLite files in which MLflow keeps its data, absolute; there or yet to be made. */
export function storeFiles(options: OptionValues, cwd: string): string[] {
  const backend = String(options.get("backend-store-uri")?.value || DEFAULT_STORE);
  const others = STORE_OPTIONS.map((name) => String(options.get(name)?.value ?? ""));
  const files = [backend, ...others].map((uri) => sqliteFile(uri, cwd));
  return [...new Set(files.filter((file) => file !== null))];
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
