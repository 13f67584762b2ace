import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { isSame } from "../../files/identity.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { artifactFolder, DEFAULT_ROOT } from "../../mlflow/stores/artifact-uri.ts";
import { DEFAULT_STORE, sqliteFile } from "../../mlflow/stores/sqlite-uri.ts";
import { has } from "../../mlflow/versions/versions.ts";
import { readHead } from "../../secrets/regular-file.ts";
import { fromHere, isThere } from "../machine/paths.ts";
import { holdsRunsOf } from "./copied-runs.ts";
import type { FileStore } from "./file-store.ts";

/** The folders in which this start would keep its data as files, the backend store first; a folder counts once. */
export function readFileStores(
  intent: ServerIntent,
  version: string | null,
  cwd: string,
): FileStore[] {
  if (intent.artifactsOnly.value) return [];
  const found = (["backend-store-uri", "registry-store-uri"] as const).flatMap((option) => {
    const setting = intent.options.get(option);
    const given = String(setting?.value ?? "");
    const uri = option === "backend-store-uri" ? backendStore(intent, version, cwd) : given;
    const path = artifactFolder(uri, cwd);
    const named = given && setting ? setting.origin : null;
    return path ? [{ option, path, origin: named ?? standard(option) }] : [];
  });
  const isFirst = (path: string, at: number) =>
    found.findIndex((one) => isSame(one.path, path)) === at;
  return found
    .filter(({ path }, at) => isFirst(path, at))
    .map(({ option, path, origin }) => ({
      ...{ option, origin, folder: fromHere(path, cwd), is: natureOf(path) },
      both: found.some((one, at) => isSame(one.path, path) && !isFirst(one.path, at)),
      experiments: holdsExperiments(path),
      target: freshDatabase(cwd),
      here: databaseHere(path, cwd),
    }));
}

/** A database of MLflow's own name in the working directory, and whether it has the runs of this folder. */
function databaseHere(folder: string, cwd: string): FileStore["here"] {
  const file = sqliteFile(DEFAULT_STORE, cwd);
  if (file === null || isSame(file, folder) || natureOf(file) !== "sqlite") return null;
  return holdsRunsOf(file, folder);
}

/** How every SQLite file begins (https://www.sqlite.org/fileformat2.html#magic_header_string). */
const SQLITE = "SQLite format 3\0";

/** An empty file is an empty database to SQLite. Below a file, and behind a link to nothing, nobody makes a folder. */
function natureOf(path: string): FileStore["is"] {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return "folder";
    const database = stat.isFile() && (stat.size === 0 || readHead(path, 1).startsWith(SQLITE));
    return database ? "sqlite" : "other";
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT" && !isThere(path);
    return missing ? "missing" : "other";
  }
}

/** The URI of the store, named or not. */
export function backendStore(
  { backendStoreUri }: Pick<ServerIntent, "backendStoreUri">,
  version: string | null,
  cwd: string,
): string {
  return backendStoreUri?.value || defaultStore(version, cwd);
}

/**
 * Where MLflow keeps its data when nobody says where: from 3.7.0 on in a database, unless `mlruns` holds experiments.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/tracking/_tracking_service/utils.py
 *   (`_get_default_tracking_uri`)
 */
function defaultStore(version: string | null, cwd: string): string {
  const files = !has(version, "sqliteDefault") || holdsExperiments(join(cwd, DEFAULT_ROOT));
  return files ? DEFAULT_ROOT : DEFAULT_STORE;
}

function standard(option: string) {
  return { kind: "default", name: `--${option}` } as const;
}

/** As MLflow looks: a folder with a number for a name, and its `meta.yaml` (`_has_existing_mlruns_data`). */
function holdsExperiments(folder: string): boolean {
  try {
    const numbers = readdirSync(folder).filter((name) => /^\p{Nd}+$/u.test(name));
    return numbers.some((name) => isThere(resolve(folder, name, "meta.yaml")));
  } catch {
    // Not there, or not to be listed: MLflow then takes it for empty, too.
    return false;
  }
}

/** MLflow's command would ask to overwrite one that is there. */
function freshDatabase(cwd: string): string {
  const names = ["mlflow.db", "mlflow-from-files.db", "mlflow-from-files-2.db"];
  const free = names.find((name) => !existsSync(join(cwd, name)));
  return `sqlite:///${free ?? "mlflow-from-files-3.db"}`;
}
