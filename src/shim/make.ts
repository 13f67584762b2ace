import { lstatSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readShim } from "../facts/mlflow/shims.ts";
import { linkOrMove } from "../secrets/write-file.ts";
import { type ShimTargets, shimScript } from "../shell/shim-script.ts";

/** The shim in a folder, and the name under which an `mlflow` that was there is kept. */
export interface ShimPaths {
  readonly shim: string;
  readonly original: string;
}

/**
 * Beside the shim, since a console script may look for its Python there (uv's relocatable ones). pip's and uv's scripts
 * cut this ending off the name that MLflow's help shows.
 * @see https://github.com/pypa/distlib/blob/0.3.9/distlib/scripts.py (`SCRIPT_TEMPLATE`)
 */
export function shimPaths(folder: string): ShimPaths {
  return { shim: join(folder, "mlflow"), original: join(folder, "mlflow.exe") };
}

/** Is a shim there itself? A link to one is an original. */
export function isShimFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true && readShim(path) !== null;
}

export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Puts the shim in place of what is there, which is kept unless it is a shim itself.
 * @returns is anything kept?
 * @throws the system's error; what was there is then still there.
 */
export function putShim(place: { folder: string; pid: number }, targets: ShimTargets): boolean {
  const { shim, original } = shimPaths(place.folder);
  const draft = join(place.folder, `.mlflow-guard-shim-${place.pid}`);
  const isKept = isThere(shim) && !isShimFile(shim);
  rmSync(draft, { force: true });
  try {
    writeFileSync(draft, shimScript(targets), { flag: "wx", mode: 0o755 });
    if (isKept) {
      rmSync(original, { force: true });
      linkOrMove(shim, original);
    }
    renameSync(draft, shim);
    return isKept;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Takes the shim away, and gives what was kept its name back.
 * @returns was anything kept?
 * @throws the system's error.
 */
export function takeShim(folder: string): boolean {
  const { shim, original } = shimPaths(folder);
  const isKept = isThere(original);
  if (isKept) renameSync(original, shim);
  else unlinkSync(shim);
  return isKept;
}
