import type { Facts, PathEntry } from "../facts/types.ts";
import type { ServerIntent, Setting } from "../intent/types.ts";
import { MLFLOW_OPTIONS } from "../mlflow/options.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../secrets/names.ts";
import { quoted } from "../secrets/quoted.ts";
import { OWN, REMOVED, REMOVED_FROM_FILES, REMOVED_WHEN_EMPTY } from "./environment-rules.ts";

export interface ChildEnvironment {
  readonly environment: Map<string, string>;
  readonly removed: readonly string[];
  /** Removed although somebody wanted an effect: worth a line at start. */
  readonly notes: readonly string[];
}

const OPTION_VARIABLES = new Set(MLFLOW_OPTIONS.map(({ env }) => env));

/**
 * The operator's environment without what would undo the decision.
 * @param withOwnLogin false where nothing reads the secrets of MLflow's own login.
 */
export function buildChildEnvironment(
  intent: ServerIntent,
  facts: Facts,
  withOwnLogin: boolean,
): ChildEnvironment {
  const passed = new Set((intent.guard.get("guard-pass-env") ?? []).map(({ value }) => value));
  const environment = new Map<string, string>();
  const removed: string[] = [];
  const notes: string[] = [];
  for (const [name, setting] of intent.environment) {
    const why = passed.has(name) ? null : reasonToRemove(name, setting, withOwnLogin);
    if (why === null) environment.set(name, setting.value);
    else {
      removed.push(name);
      if (why !== "") notes.push(`${name} does not reach MLflow: it ${why}`);
    }
  }
  const paths = { PYTHONPATH: facts.pythonPath, LD_LIBRARY_PATH: facts.libraryPath };
  for (const [name, entries] of Object.entries(paths)) {
    if (!passed.has(name)) removed.push(...keepFolders(environment, name, entries));
  }
  // PYTHONPATH has a rule of its own, which speaks of each entry.
  if (!passed.has("LD_LIBRARY_PATH")) notes.push(...facts.libraryPath.flatMap(noteOn));
  return { environment, removed: removed.sort(), notes: notes.sort() };
}

/** Why a variable goes; empty where nobody misses it; null where it stays. */
function reasonToRemove(
  name: string,
  { value, origin }: Setting,
  withOwnLogin: boolean,
): string | null {
  if (value === "" && REMOVED_WHEN_EMPTY.test(name)) return "";
  if (OPTION_VARIABLES.has(name) || OWN.test(name)) return "";
  const rules = origin.kind === "file" ? [REMOVED_FROM_FILES, ...REMOVED] : REMOVED;
  const rule = rules.find(({ pattern }) => pattern.test(name));
  if (rule) return rule.why;
  // Secrets that no login will use are not handed out.
  return !withOwnLogin && (name === SECRET_KEY || name === ADMIN_PASSWORD) ? "" : null;
}

/** Leaves the folders that were judged harmless; the name is returned where none is left. */
function keepFolders(
  environment: Map<string, string>,
  name: string,
  entries: readonly PathEntry[],
): string[] {
  if (!environment.has(name)) return [];
  const kept = entries.filter(({ reason }) => reason === null).map(({ entry }) => entry);
  if (kept.length > 0) environment.set(name, kept.join(":"));
  else environment.delete(name);
  return kept.length > 0 ? [] : [name];
}

/** Images name folders for libraries that only some machines have: nobody misses those. */
function noteOn({ entry, reason }: PathEntry): string[] {
  if (reason === null || reason.startsWith("does not exist")) return [];
  return [`LD_LIBRARY_PATH entry ${quoted(entry)} does not reach MLflow: it ${reason}`];
}
