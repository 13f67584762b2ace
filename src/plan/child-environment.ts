import type { Facts } from "../facts/types.ts";
import type { ServerIntent, Setting } from "../intent/types.ts";
import { MLFLOW_OPTIONS } from "../mlflow/options.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../secrets/names.ts";
import { OWN, REMOVED, REMOVED_FROM_FILES, REMOVED_WHEN_EMPTY } from "./environment-rules.ts";

export interface ChildEnvironment {
  readonly environment: Map<string, string>;
  readonly removed: readonly string[];
  /** Removed although somebody wanted an effect: worth a line at start. */
  readonly notes: readonly string[];
}

const OPTION_VARIABLES = new Set(MLFLOW_OPTIONS.map(({ env }) => env));

/** The operator's environment without what would undo the decision. */
export function buildChildEnvironment(
  intent: ServerIntent,
  facts: Facts,
  withLogin: boolean,
): ChildEnvironment {
  const passed = new Set((intent.guard.get("guard-pass-env") ?? []).map(({ value }) => value));
  const environment = new Map<string, string>();
  const removed: string[] = [];
  const notes: string[] = [];
  for (const [name, setting] of intent.environment) {
    const why = passed.has(name) ? null : reasonToRemove(name, setting, withLogin);
    if (why === null) environment.set(name, setting.value);
    else {
      removed.push(name);
      if (why !== "") notes.push(`${name} does not reach MLflow: it ${why}`);
    }
  }
  removed.push(...keepPythonPath(environment, facts, passed));
  return { environment, removed: removed.sort(), notes: notes.sort() };
}

/** Why a variable goes; empty where nobody misses it; null where it stays. */
function reasonToRemove(
  name: string,
  { value, origin }: Setting,
  withLogin: boolean,
): string | null {
  if (value === "" && REMOVED_WHEN_EMPTY.test(name)) return "";
  if (OPTION_VARIABLES.has(name) || OWN.test(name)) return "";
  const rule = REMOVED.find(({ pattern }) => pattern.test(name));
  if (rule) return rule.why;
  if (origin.kind === "file" && REMOVED_FROM_FILES.pattern.test(name))
    return REMOVED_FROM_FILES.why;
  // Secrets that no login will use are not handed out.
  return !withLogin && (name === SECRET_KEY || name === ADMIN_PASSWORD) ? "" : null;
}

/** Leaves the entries that were judged harmless; the name is returned where none is left. */
function keepPythonPath(
  environment: Map<string, string>,
  facts: Facts,
  passed: ReadonlySet<string>,
): string[] {
  if (!environment.has("PYTHONPATH") || passed.has("PYTHONPATH")) return [];
  const kept = facts.pythonPath.filter(({ reason }) => reason === null).map(({ entry }) => entry);
  if (kept.length > 0) environment.set("PYTHONPATH", kept.join(":"));
  else environment.delete("PYTHONPATH");
  return kept.length > 0 ? [] : ["PYTHONPATH"];
}
