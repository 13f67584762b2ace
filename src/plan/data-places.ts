import { resolve } from "node:path";
import type { Facts } from "../facts/types.ts";
import type { ServerIntent } from "../intent/types.ts";
import { artifactFolder } from "../mlflow/stores/artifact-uri.ts";
import { sqliteFile } from "../mlflow/stores/sqlite-uri.ts";
import { hidesPlace, isPlainPath, NOT_SHOWN, shownUri } from "../secrets/uri.ts";
import type { LaunchPlan } from "./types.ts";

/** Where this start keeps its data; local places absolute. Without a store if it only hands out artifacts. */
export function dataPlaces(intent: ServerIntent, facts: Facts): LaunchPlan["data"] {
  return {
    store: intent.artifactsOnly.value ? null : place(facts.backendStore.reveal(), facts.cwd),
    artifacts: artifactPlace(intent, facts),
  };
}

/** A root of its own counts before what is served, and that before the default. */
function artifactPlace(intent: ServerIntent, { artifactFolders, cwd }: Facts): string {
  const root = intent.defaultArtifactRoot?.value ?? "";
  const served = intent.serveArtifacts.value;
  const destination = served ? (intent.artifactsDestination?.value ?? "") : "";
  const named = /^mlflow-artifacts:/i.test(root) ? destination : root || destination;
  const [standard] = artifactFolders;
  if (named) return place(named, cwd);
  // It may be the folder of a store.
  const folder = standard?.folder ?? "mlartifacts";
  return isPlainPath(folder) ? resolve(cwd, folder) : NOT_SHOWN;
}

/** A database file or a folder, absolute, unless its name may not be shown; or another place as it may be shown. */
function place(uri: string, cwd: string): string {
  if (hidesPlace(uri)) return shownUri(uri);
  return sqliteFile(uri, cwd) ?? artifactFolder(uri, cwd) ?? shownUri(uri);
}
