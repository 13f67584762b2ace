import { accessSync, constants, lstatSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import type { Setting } from "../intent/types.ts";
import { othersCanWrite } from "../secrets/file-mode.ts";
import { type Installation, readInstallation } from "./installation.ts";
import { managedFolder } from "./managed.ts";

/** A usable MLflow and how it was found. */
export interface FoundMlflow extends Installation {
  readonly path: string;
  readonly source: string;
}

/** Why there is no usable MLflow: exit 69. */
export interface MissingMlflow {
  readonly what: string;
  readonly fix: string;
}

export type MlflowSearch = { readonly found: FoundMlflow } | { readonly missing: MissingMlflow };

export interface SearchPlace {
  readonly cwd: string;
  readonly uid: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly chosen: Setting | undefined;
}

/**
 * Finds the MLflow to launch, in the order of the documentation: the one that was named, the active virtualenv or
 * conda, PATH, `.venv`/`venv` here, the managed one.
 */
export function findMlflow(place: SearchPlace): MlflowSearch {
  if (place.chosen) return readNamed(resolve(place.cwd, place.chosen.value), place.chosen);
  const candidate = candidates(place).find(({ path }) => isExecutable(path));
  if (!candidate) {
    return { missing: { what: "no MLflow was found", fix: "mlflow-guard install-mlflow" } };
  }
  return readCandidate(candidate.path, candidate.source);
}

function candidates(place: SearchPlace): { path: string; source: string }[] {
  const { environment, cwd } = place;
  const inside = (folder: string | null | undefined, source: string) =>
    folder ? [{ path: join(folder, "bin", "mlflow"), source }] : [];
  return [
    ...inside(environment.VIRTUAL_ENV, "the active virtual environment"),
    ...inside(environment.CONDA_PREFIX, "the active conda environment"),
    ...pathEntries(environment.PATH).map((folder) => ({
      path: join(folder, "mlflow"),
      source: "PATH",
    })),
    ...[".venv", "venv"]
      .map((name) => join(cwd, name))
      .filter((folder) => isOwnAlone(folder, place.uid))
      .flatMap((folder) => inside(folder, folder)),
    ...inside(managedFolder(environment), "managed by install-mlflow"),
  ];
}

/** Relative entries of PATH are the working directory's, which speaks with less authority than the operator. */
function pathEntries(path: string | undefined): string[] {
  return (path ?? "").split(delimiter).filter((entry) => isAbsolute(entry));
}

/** An environment that lies in the working directory is only used if nobody else could have put it there. */
function isOwnAlone(folder: string, uid: number): boolean {
  try {
    return [folder, join(folder, "bin"), join(folder, "bin", "mlflow")].every((path) => {
      const stat = lstatSync(path);
      return stat.uid === uid && (stat.isSymbolicLink() || !othersCanWrite(stat.mode));
    });
  } catch {
    return false;
  }
}

function readNamed(path: string, chosen: Setting): MlflowSearch {
  const name = `${chosen.origin.name} ${chosen.value}`;
  const kind = kindOf(path);
  if (kind === "folder" && isExecutable(join(path, "bin", "mlflow"))) {
    return missing(`${name} is a folder`, `--guard-mlflow ${join(path, "bin", "mlflow")}`);
  }
  if (kind === "nothing")
    return missing(`${name}: there is no such file`, "mlflow-guard install-mlflow");
  if (kind === "folder" || !isExecutable(path)) {
    return missing(
      `${name} is not an executable file`,
      "name the mlflow executable of a virtual environment",
    );
  }
  return readCandidate(path, chosen.origin.name);
}

function readCandidate(path: string, source: string): MlflowSearch {
  const installation = readInstallation(path);
  if ("reason" in installation) {
    return missing(
      `${path} (${source}) is no MLflow: ${installation.reason}`,
      "name the mlflow executable of a virtual environment with --guard-mlflow, or: mlflow-guard install-mlflow",
    );
  }
  return { found: { ...installation, path, source } };
}

function missing(what: string, fix: string): MlflowSearch {
  return { missing: { what, fix } };
}

function kindOf(path: string): "file" | "folder" | "nothing" {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
