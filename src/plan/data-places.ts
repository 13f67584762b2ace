import { resolve } from "node:path";
import type { Facts } from "../facts/types.ts";
import type { ServerIntent } from "../intent/types.ts";
import { artifactFolder } from "../mlflow/artifact-uri.ts";
import { sqliteFile } from "../mlflow/sqlite-uri.ts";
import { shownUri } from "../secrets/uri.ts";
import type { LaunchPlan } from "./types.ts";

/** Where this start keeps its data; local places absolute. Without a store if it only hands out artifacts. */
export function dataPlaces(intent: ServerIntent, facts: Facts): LaunchPlan["data"] {
  const { options } = intent;
  const uri = facts.backendStore.reveal();
  const only = options.get("artifacts-only")?.value === true;
  return {
    store: only ? null : (sqliteFile(uri, facts.cwd) ?? place(uri, facts.cwd)),
    artifacts: artifactPlace(intent, facts),
  };
}

/** A root of its own counts before what is served, and that before the default. */
function artifactPlace({ options }: ServerIntent, { artifactFolders, cwd }: Facts): string {
  const served = options.get("serve-artifacts")?.value !== false;
  const root = String(options.get("default-artifact-root")?.value ?? "");
  const destination = served ? String(options.get("artifacts-destination")?.value ?? "") : "";
  const named = /^mlflow-artifacts:/i.test(root) ? destination : root || destination;
  const [standard] = artifactFolders;
  return named ? place(named, cwd) : resolve(cwd, standard?.folder ?? "mlartifacts");
}

/** A folder, or another place as it may be shown. */
function place(uri: string, cwd: string): string {
  return artifactFolder(uri, cwd) ?? shownUri(uri);
}
