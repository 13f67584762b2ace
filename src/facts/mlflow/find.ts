import { accessSync, constants, lstatSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import type { Setting } from "../../intent/types.ts";
import { installSteps } from "../../mlflow/versions/managed.ts";
import { MANAGED_VERSION } from "../../mlflow/versions/versions.ts";
import { shownPath } from "../../secrets/uri.ts";
import { pathWord } from "../../shell/command.ts";
import { addingCommand } from "./adding-command.ts";
import { type Installation, readInstallation } from "./installation.ts";
import { completeFolders, unfinishedVersion } from "./managed-environments.ts";
import { isManagedShut, isShut } from "./own-environment.ts";
import { behindShims } from "./shims.ts";

/** A usable MLflow and how it was found. */
export interface FoundMlflow extends Installation {
  readonly path: string;
  readonly source: string;
  /** The command that adds a package to its environment, up to the package; null where none is known to work. */
  readonly adds: readonly string[] | null;
}

/** Why there is no usable MLflow: exit 69. */
export interface MissingMlflow {
  readonly what: string;
  readonly fix: string;
  /** The fix is to install the tested MLflow: who knows the whole command line names all of it. */
  readonly installs?: true;
  /** Nobody named one and none is there, so that one which is installed now would be taken. */
  readonly none?: true;
}

/** An `mlflow` that is there. */
export interface Candidate {
  readonly path: string;
  readonly source: string;
  /** Why it is not to be launched, whatever else is there; without one it could be. */
  readonly reason?: string;
}

/** The MLflow to launch, and the others that are there, next first; those were not read. */
export interface ChosenMlflow {
  readonly found: FoundMlflow;
  readonly passedOver: readonly Candidate[];
}

export type MlflowSearch = ChosenMlflow | { readonly missing: MissingMlflow };

type Environment = Readonly<Record<string, string | undefined>>;

export interface SearchPlace {
  readonly cwd: string;
  readonly uid: number;
  readonly environment: Environment;
  readonly chosen: Setting | undefined;
  /** The environment that the launcher itself is installed in; null if it is in none. */
  readonly own: string | null;
  /** Does git track anything in that folder, or the folder as a link? Null where its index cannot be read. */
  readonly isTracked: (folder: string) => boolean | null;
}

/**
 * Finds the MLflow to launch, in the order of the documentation: the one that was named, the one beside the launcher,
 * the active virtualenv or conda, PATH, `.venv`/`venv` here, the managed ones. What `install-mlflow` left half made
 * counts as not there.
 */
export function findMlflow(place: SearchPlace): MlflowSearch {
  if (place.chosen) return readNamed(place, place.chosen);
  const all = candidates(place);
  const next = all.find(({ reason }) => reason === undefined);
  if (next)
    return readCandidate(
      next,
      all.filter((one) => one !== next),
      place,
    );
  const passed = all.map((one) => `; ${one.path} is passed over: ${one.reason}`).join("");
  const what = `no MLflow was found${passed}`;
  // Where the managed ones are, others have their hands: no place to install into.
  if (all.some(({ source }) => source === MANAGED)) return missing(what, ELSEWHERE);
  return { missing: { what, ...installing(place), none: true } };
}

const MANAGED = "managed by install-mlflow";
const ELSEWHERE =
  "XDG_DATA_HOME=/path mlflow-guard install-mlflow\nwith a folder of your own; or, if you trust whoever can change it, name it: --guard-mlflow PATH";

/** Each file once, however many ways lead to it; of an environment in the working directory, whether it may be used. */
function candidates(place: SearchPlace): Candidate[] {
  const seen = new Set<string>();
  let chosen = false;
  return places(place).flatMap((one) => {
    if (!isExecutable(one.path)) return [];
    const path = behindShims(one.path);
    const { source } = one;
    const identity = executableIdentity(path);
    if (identity === null || seen.has(identity)) return [];
    seen.add(identity);
    if (unfinishedVersion(path, place.environment) !== null) return [];
    // What is not launched is not looked at: that takes time.
    const reason = chosen ? null : reasonAgainst(one, place);
    chosen ||= reason === null;
    return [{ path, source, ...(reason === null ? {} : { reason }) }];
  });
}

interface Place extends Candidate {
  /** The environment, where it lies in the working directory. */
  readonly here?: string;
}

function places({ environment, cwd, own }: SearchPlace): Place[] {
  const inside = (folder: string | null | undefined, source: string) =>
    folder ? [{ path: join(folder, "bin", "mlflow"), source }] : [];
  return [
    ...inside(own, "the environment of mlflow-guard"),
    ...inside(environment.VIRTUAL_ENV, "the active virtual environment"),
    ...inside(environment.CONDA_PREFIX, "the active conda environment"),
    ...pathEntries(environment.PATH).map((folder) => ({
      path: join(folder, "mlflow"),
      source: "PATH",
    })),
    ...[".venv", "venv"]
      .map((name) => join(cwd, name))
      .flatMap((here) => inside(here, here).map((one) => ({ ...one, here }))),
    ...completeFolders(environment).flatMap((folder) => inside(folder, MANAGED)),
  ];
}

/** Nobody named it: what came with a repository, or others can change, is not the user's choice. */
function reasonAgainst({ path, source, here }: Place, { uid, isTracked }: SearchPlace) {
  if (source === MANAGED)
    return isManagedShut(dirname(dirname(path)), uid) ? null : "others can change it";
  if (here === undefined) return null;
  if (!isOwnAlone(here, uid)) return "others can change it";
  const tracked = isTracked(here);
  if (tracked === null) return "git may track it, its index cannot be read";
  return tracked ? "git tracks it, so that it is what the repository's authors chose" : null;
}

/** Relative entries of PATH are the working directory's, which speaks with less authority than the operator. */
function pathEntries(path: string | undefined): string[] {
  return (path ?? "").split(delimiter).filter((entry) => isAbsolute(entry));
}

/** An environment that lies in the working directory is only used if nobody else could have put it there. */
function isOwnAlone(folder: string, uid: number): boolean {
  const bin = join(folder, "bin");
  try {
    const own = [folder, bin, join(bin, "mlflow")].every((path) => lstatSync(path).uid === uid);
    return own && isShut(folder, uid);
  } catch {
    return false;
  }
}

function readNamed(place: SearchPlace, chosen: Setting): MlflowSearch {
  const path = behindShims(resolve(place.cwd, chosen.value));
  const name = `${chosen.origin.name} ${shownPath(chosen.value)}`;
  const kind = kindOf(path);
  if (kind === "folder" && isExecutable(join(path, "bin", "mlflow"))) {
    return missing(
      `${name} is a folder`,
      `--guard-mlflow ${pathWord(join(path, "bin", "mlflow"))}`,
    );
  }
  if (kind === "nothing")
    return { missing: { what: `${name}: there is no such file`, ...installing(place) } };
  if (kind === "folder" || !isExecutable(path)) {
    return missing(
      `${name} is not an executable file`,
      "name the mlflow executable of a virtual environment",
    );
  }
  const version = unfinishedVersion(path, place.environment);
  if (version !== null) {
    const option = version === MANAGED_VERSION ? "" : ` --version ${version}`;
    return missing(
      `${name}: its installation is not complete`,
      `mlflow-guard install-mlflow${option}`,
    );
  }
  return readCandidate({ path, source: chosen.origin.name }, [], place);
}

function readCandidate(
  { path, source }: Candidate,
  passedOver: readonly Candidate[],
  place: SearchPlace,
): MlflowSearch {
  const installation = readInstallation(path, place);
  if ("reason" in installation) {
    return missing(
      `${path} (${source}) is no MLflow: ${installation.reason}`,
      `name the mlflow executable of a virtual environment with --guard-mlflow, or: ${installSteps(place.environment).join(" && ")}`,
    );
  }
  // Asked for by the one rule that needs it.
  const adds = installation.authExtra ? null : addingCommand(installation, place.environment.PATH);
  return { found: { ...installation, path, source, adds }, passedOver };
}

function installing({ environment }: SearchPlace) {
  return { fix: installSteps(environment).join(" && "), installs: true } as const;
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
  return executableIdentity(path) !== null;
}

/** Device and inode of an executable file; null for everything else. */
export function executableIdentity(path: string): string | null {
  try {
    accessSync(path, constants.X_OK);
    const stat = statSync(path);
    return stat.isFile() ? `${stat.dev}:${stat.ino}` : null;
  } catch {
    return null;
  }
}
