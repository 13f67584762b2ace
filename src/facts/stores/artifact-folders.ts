import { type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isSame, keyOf, keysOver, realPath } from "../../files/identity.ts";
import { isForeign } from "../../files/owners.ts";
import type { ServerIntent, Setting } from "../../intent/types.ts";
import {
  artifactFolder,
  DEFAULT_DESTINATION,
  DEFAULT_ROOT,
} from "../../mlflow/stores/artifact-uri.ts";
import { isPlainPath } from "../../secrets/uri.ts";
import { fromHere, isReachable } from "../machine/paths.ts";
import type { ArtifactFolder, ArtifactOption, HeldFile } from "../types.ts";
import { folderNature } from "./folder-nature.ts";

/** What the reader needs beside the command line. */
export interface ArtifactSurroundings {
  readonly cwd: string;
  readonly uid: number;
  /** Where the packages of the MLflow to launch are. */
  readonly packages: string | null;
  readonly kept: readonly HeldFile[];
}

/** Together with the keys of every folder it is in. */
type Kept = HeldFile & { readonly over: ReadonlySet<string> };
type Around = Omit<ArtifactSurroundings, "kept"> & { readonly kept: readonly Kept[] };

/** The local folders in which this start keeps artifacts. */
export function readArtifactFolders(
  intent: ServerIntent,
  given: ArtifactSurroundings,
): ArtifactFolder[] {
  const served = intent.serveArtifacts.value;
  const around: Around = { ...given, kept: served ? given.kept.map(withFolders) : [] };
  const { artifactsDestination: destination, defaultArtifactRoot: root } = intent;
  const named = root?.value ? root : served ? null : fileStore(intent.backendStoreUri);
  return [
    ...(served ? [look("artifacts-destination", destination, DEFAULT_DESTINATION, around)] : []),
    ...(named || !served ? [look("default-artifact-root", named, DEFAULT_ROOT, around)] : []),
  ].filter((folder) => folder !== null);
}

type Named = Setting | null;

/** Without a root of its own, and not served, a file store keeps the artifacts as well. */
function fileStore(backend: Named): Named {
  return backend && artifactFolder(backend.value, "/") !== null ? backend : null;
}

function look(
  option: ArtifactOption,
  named: Named,
  standard: string,
  around: Around,
): ArtifactFolder | null {
  const path = artifactFolder(named?.value ?? standard, around.cwd);
  if (path === null) return null;
  const described = describe(option, path, named !== null, around);
  return {
    option,
    folder: fromHere(path, around.cwd),
    origin: named?.origin ?? { kind: "default", name: `--${option}` },
    ...described,
    elsewhere: elsewhere(option, [...below(path, described, around.cwd), standard], around),
  };
}

type Described = Pick<ArtifactFolder, "served" | "nature" | "holds" | "open" | "owner" | "own">;

function describe(
  option: ArtifactOption,
  path: string,
  named: boolean,
  { cwd, uid, packages, kept }: Around,
): Described {
  const served = option === "artifacts-destination";
  const real = realPath(path);
  const stat = folderStat(real);
  const nature = folderNature(real, packages);
  const key = keyOf(real);
  const held = served ? kept.filter(({ over }) => over.has(key)) : [];
  return {
    served,
    // Nobody chose MLflow's own folder, and artifacts in it may be code.
    nature: nature?.kind === "code" && !named ? null : nature,
    holds: held.map(({ file, kind }) => ({ file: fromHere(file, cwd), kind })),
    open: stat && isOpen(real, stat) ? stat.mode & 0o1777 : null,
    owner: stat && uid >= 0 && isForeign(stat.uid, uid) ? stat.uid : null,
    own: stat?.uid === uid,
  };
}

/** Where it lies, and where a link to it lies: replacing the link is enough for the next start. */
function withFolders(kept: HeldFile): Kept {
  const { file } = kept;
  const place = join(realPath(dirname(file)), basename(file));
  const own = keysOver(file);
  return {
    ...kept,
    over: new Set(realPath(file) === place ? own : [...own, ...keysOver(dirname(file))]),
  };
}

function isOpen(folder: string, { mode }: Stats): boolean {
  return (mode & 0o003) === 0o003 && isReachable(dirname(folder));
}

function folderStat(path: string): Stats | null {
  try {
    const stat = statSync(path);
    return stat.isDirectory() ? stat : null;
  } catch {
    return null;
  }
}

/** What is put into a volume shall stay there; but no folder is made in one of the system, or of others. */
function below(path: string, { nature, open, owner }: Described, cwd: string): string[] {
  const good = nature === null || nature.kind === "home" || nature.kind === "code";
  if (
    isSame(path, cwd) ||
    !isPlainPath(fromHere(path, cwd)) ||
    !good ||
    open !== null ||
    owner !== null
  )
    return [];
  const folder = fromHere(join(path, "artifacts"), cwd).replaceAll("%", "%25");
  return [folder.startsWith("/") ? folder : `./${folder}`];
}

/** A folder that no rule has anything to say about: MLflow's own in the working directory, where it is such a one. */
function elsewhere(option: ArtifactOption, names: readonly string[], around: Around): string {
  const good = [...names, "./mlflow-artifacts", "./mlflow-artifacts-2"].find((name) => {
    const path = artifactFolder(name, around.cwd) ?? name;
    const { nature, holds, open, owner } = describe(option, path, true, around);
    return nature === null && holds.length === 0 && open === null && owner === null;
  });
  return good ?? "./mlflow-artifacts-3";
}
