import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isSame, realPath } from "../../files/identity.ts";
import {
  COMPLETE,
  managedFolder,
  managedRoot,
  versionOfFolder,
} from "../../mlflow/versions/managed.ts";
import { newestFirst } from "../../mlflow/versions/versions.ts";
import { namesIn } from "./installation.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Is an environment made to its end, and does its Python still exist? */
export function isComplete(folder: string): boolean {
  return [COMPLETE, "bin/python", "bin/mlflow"].every((name) => existsSync(join(folder, name)));
}

/** The complete environments of `install-mlflow`: the tested version, then the others, newest first. */
export function completeFolders(environment: Environment): string[] {
  const root = managedRoot(environment);
  const tested = managedFolder(environment);
  if (root === null || tested === null) return [];
  const others = newestFirst(namesIn(root).flatMap((name) => versionOfFolder(name) ?? []))
    .map((version) => join(root, `mlflow-${version}`))
    .filter((folder) => folder !== tested);
  return [tested, ...others].filter((folder) => existsSync(join(folder, COMPLETE)));
}

/** The version of a managed environment that is half made and to which `path`, its `mlflow`, belongs; else null. */
export function unfinishedVersion(path: string, environment: Environment): string | null {
  const root = managedRoot(environment);
  const folder = dirname(dirname(realPath(path)));
  if (root === null || !isSame(dirname(folder), root)) return null;
  const version = versionOfFolder(basename(folder));
  return version !== null && !existsSync(join(folder, COMPLETE)) ? version : null;
}
