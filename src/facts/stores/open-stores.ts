import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { realPath } from "../../files/identity.ts";
import type { OptionValues, ServerIntent } from "../../intent/types.ts";
import { DEFAULT_STORE, sideFiles, sqliteFile } from "../../mlflow/stores/sqlite-uri.ts";
import { fromHere, isReachable } from "../machine/paths.ts";
import type { AuthStore, OpenStore } from "../types.ts";

const STORE_OPTIONS = [
  "backend-store-uri",
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
  const own = authStore.file === null || files.includes(authStore.file) ? [] : [authStore.file];
  return [
    ...files.flatMap(withSides).map((file) => openStore(file, false)),
    ...own.flatMap(withSides).map((file) => openStore(file, true)),
  ]
    .filter((store) => store !== null)
    .map((store) => ({ ...store, file: fromHere(store.file, cwd) }));
}

/** The SQLite files in which MLflow keeps its data, absolute; there or yet to be made. */
export function storeFiles(options: OptionValues, cwd: string): string[] {
  const uris = STORE_OPTIONS.map((name, at) =>
    String(options.get(name)?.value || (at === 0 ? DEFAULT_STORE : "")),
  );
  const files = uris.map((uri) => sqliteFile(uri, cwd));
  return [...new Set(files.filter((file) => file !== null))];
}

/** What is not yet in the database, or no more, is in them. */
function withSides(file: string): string[] {
  return [file, ...sideFiles(realPath(file))];
}

/** The mode of the file alone says little: in a home folder that is closed nobody gets to it. */
function openStore(file: string, accounts: boolean): OpenStore | null {
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
