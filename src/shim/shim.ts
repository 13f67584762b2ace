import { statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { isTracked } from "../facts/files/git-index.ts";
import { executableIdentity, findMlflow } from "../facts/mlflow/find.ts";
import { type Installation, readInstallation } from "../facts/mlflow/installation.ts";
import { behindShims, readShim } from "../facts/mlflow/shims.ts";
import { wheelEnvironment } from "../facts/mlflow/wheel-environment.ts";
import { pathWord } from "../shell/command.ts";
import { isShimFile, isThere, putShim, type ShimPaths, shimPaths, takeShim } from "./make.ts";
import { hookFiles, putHook, takeHook } from "./python-hook.ts";

/** Where a shim goes, and what it calls. */
export interface ShimPlace {
  readonly folder: string;
  readonly node: string;
  /** The launcher's program, by its real path. */
  readonly guard: string;
  /** How the launcher is called in commands. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly uid: number;
  readonly pid: number;
}

/** What was done, in lines for the person; or why nothing was changed. */
export type ShimOutcome = { readonly said: readonly string[] } | ShimProblem;

interface ShimProblem {
  readonly code: number;
  readonly what: string;
  readonly fix: string;
}

/** The real MLflow: the path that the shim runs, and what is installed there. */
interface Real {
  readonly path: string;
  readonly installation: Installation;
}

/** Puts a shim into the folder; an `mlflow` that is there is kept beside it. */
export function makeShim(place: ShimPlace, withModule: boolean): ShimOutcome {
  return attempt(place, () => {
    const paths = shimPaths(place.folder);
    const real = realMlflow(paths, place);
    if ("what" in real) return real;
    const isKept = putShim(place, { mlflow: real.path, node: place.node, guard: place.guard });
    if (withModule) putHook(real.installation.sitePackages, paths.shim);
    return { said: madeLines(place, paths, real.installation, isKept, withModule) };
  });
}

/** Takes the shim away; what was kept gets its name back. */
export function removeShim(place: ShimPlace): ShimOutcome {
  return attempt(place, () => {
    const { shim } = shimPaths(place.folder);
    if (!isShimFile(shim)) {
      const fix = `name the folder that has one: ${place.program} shim --remove DIR`;
      return { code: EXIT.notDone, what: `${shim} is not a shim of mlflow-guard`, fix };
    }
    const installation = readInstallation(readShim(shim) ?? shim);
    if ("sitePackages" in installation) takeHook(installation.sitePackages);
    const left = takeShim(place.folder) ? `${shim} is MLflow's own again` : `${shim} is gone`;
    return { said: [`mlflow-guard: ${left}`] };
  });
}

/** What the shim in this folder would run. */
function realMlflow({ shim, original }: ShimPaths, place: ShimPlace): Real | ShimProblem {
  const found = isThere(shim) ? foundHere(shim, original) : null;
  if (found === null) return foundElsewhere(place);
  const installation = readInstallation(found.read, { cwd: place.cwd, environment: place.env });
  if ("reason" in installation) {
    const what = `${shim} leads to no MLflow that can be read: ${installation.reason}`;
    const fix = "install MLflow there again, or name another folder";
    return { code: EXIT.unavailable, what, fix };
  }
  return { path: found.path, installation };
}

/** The `mlflow` that is there now: the path that it will have, and where it is until then. Null: a shim of nothing. */
function foundHere(shim: string, original: string) {
  const behind = behindShims(shim);
  if (behind === shim) return { path: original, read: shim };
  return executableIdentity(behind) === null ? null : { path: behind, read: behind };
}

function foundElsewhere({ cwd, uid, env, guard }: ShimPlace): Real | ShimProblem {
  const named = env.MLFLOW_GUARD_MLFLOW;
  const origin = { kind: "env", name: "MLFLOW_GUARD_MLFLOW" } as const;
  const own = wheelEnvironment(guard);
  const chosen = named ? { value: named, origin } : undefined;
  const search = findMlflow({ cwd, uid, environment: env, chosen, own, isTracked });
  if ("missing" in search)
    return { code: EXIT.unavailable, what: search.missing.what, fix: search.missing.fix };
  return { path: search.found.path, installation: search.found };
}

function madeLines(
  place: ShimPlace,
  { shim, original }: ShimPaths,
  { version, sitePackages }: Installation,
  isKept: boolean,
  withModule: boolean,
): string[] {
  const command = `${place.program} shim ${withModule ? "--python " : ""}${pathWord(place.folder)}`;
  return [
    `mlflow-guard: ${shim} now sends "server" and "ui" through mlflow-guard, everything else to MLflow ${version}`,
    ...(isKept ? [`  MLflow's own is kept as ${original}`] : []),
    ...(withModule ? [`  so does "python -m mlflow", by ${hookFiles(sitePackages).module}`] : []),
    ...onPath(place, shim),
    `  after an upgrade of MLflow, which replaces it: ${command}`,
    `  to undo it: ${place.program} shim --remove ${pathWord(place.folder)}`,
  ];
}

/** What a shell would run instead. */
function onPath({ env, folder }: ShimPlace, shim: string): string[] {
  const files = (env.PATH ?? "").split(delimiter).map((entry) => join(entry, "mlflow"));
  const first = files.find((file) => executableIdentity(file) !== null);
  if (first === undefined) return [`  ${folder} is not on PATH`];
  return executableIdentity(first) === executableIdentity(shim)
    ? []
    : [`  PATH leads to ${first} first`];
}

/** A folder or file system that does not let itself be written is no mistake of the program. */
function attempt({ folder }: ShimPlace, act: () => ShimOutcome): ShimOutcome {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat) return cannotWrite(`there is no folder ${folder}`);
  if (!stat.isDirectory()) return cannotWrite(`${folder} is not a folder`);
  try {
    return act();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    return cannotWrite(`${folder} cannot be changed (${code})`);
  }
}

function cannotWrite(what: string): ShimProblem {
  return { code: EXIT.cannotWrite, what, fix: "name a folder that you can write to" };
}
