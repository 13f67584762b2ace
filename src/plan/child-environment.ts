import type { Facts, PathEntry } from "../facts/types.ts";
import type { ServerIntent, Setting } from "../intent/types.ts";
import { SERVERS_OWN } from "../mlflow/options/ignored-variables.ts";
import { MLFLOW_OPTIONS } from "../mlflow/options/options.ts";
import { describePath } from "../policy/describe-path.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../secrets/names.ts";
import { quoted } from "../secrets/quoted.ts";
import { OWN, REMOVED, REMOVED_WHEN_EMPTY } from "./environment-rules.ts";
import { PYTHON_REMOVED, withoutImports } from "./python-variables.ts";

export interface ChildEnvironment {
  readonly environment: Map<string, string>;
  /** What the launcher itself sets. */
  readonly set: readonly string[];
  readonly removed: readonly string[];
  /** Removed although somebody wanted an effect: worth a line at start. */
  readonly notes: readonly string[];
}

const WARNINGS = "PYTHONWARNINGS";
const BROWSER = "BROWSER";
const HOME = "HOME";

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
  const passed = new Set(intent.passEnv.map(({ value }) => value));
  const environment = new Map<string, string>();
  const removed: string[] = [];
  const notes: string[] = [];
  for (const [name, setting] of intent.environment) {
    const fate = passed.has(name) ? STAYS : fateOf(name, setting, withOwnLogin);
    if (fate.stays) environment.set(name, setting.value);
    else {
      removed.push(name);
      // Of what looks like a setting the decision speaks.
      if (fate.missed !== null && !SERVERS_OWN.has(name))
        notes.push(`${name} does not reach MLflow: it ${fate.missed}`);
    }
  }
  removed.push(...facts.leftOut.map(({ name }) => name).filter((name) => !environment.has(name)));
  if (!passed.has(WARNINGS)) notes.push(...keepFilters(environment, removed));
  // Python's webbrowser runs what stands in it, and a server opens no browser.
  const set = passed.has(BROWSER) ? [] : [BROWSER];
  for (const name of set) environment.set(name, "");
  // MLflow ends where it finds none (`Path.home()`); a container's runtime gives an unknown user the same.
  if (facts.home === null && !environment.has(HOME)) {
    environment.set(HOME, "/");
    set.push(HOME);
  }
  const paths = { PYTHONPATH: facts.pythonPath, LD_LIBRARY_PATH: facts.libraryPath };
  for (const [name, entries] of Object.entries(paths)) {
    if (!passed.has(name)) removed.push(...keepFolders(environment, name, entries));
  }
  // PYTHONPATH has a rule of its own, which speaks of each entry.
  if (!passed.has("LD_LIBRARY_PATH")) notes.push(...facts.libraryPath.flatMap(noteOn));
  return { environment, set, removed: removed.sort(), notes: notes.sort() };
}

/** Leaves the filters that import nothing; what has gone is the note. */
function keepFilters(environment: Map<string, string>, removed: string[]): string[] {
  const { kept, dropped } = withoutImports(environment.get(WARNINGS) ?? "");
  if (dropped.length === 0) return [];
  if (kept === "") {
    environment.delete(WARNINGS);
    removed.push(WARNINGS);
  } else environment.set(WARNINGS, kept);
  const one = dropped.length === 1;
  const which = `${WARNINGS} filter${one ? "" : "s"} ${dropped.map((filter) => quoted(filter)).join(", ")}`;
  return [
    `${which} ${one ? "does" : "do"} not reach MLflow: the category names a module, which Python would import`,
  ];
}

/** What becomes of a variable; `missed` says why it goes, null if nobody misses it. */
type Fate = { readonly stays: true } | { readonly stays: false; readonly missed: string | null };

const STAYS: Fate = { stays: true };
const GOES: Fate = { stays: false, missed: null };

function fateOf(name: string, { value }: Setting, withOwnLogin: boolean): Fate {
  if (value === "" && REMOVED_WHEN_EMPTY.test(name)) return GOES;
  if (OPTION_VARIABLES.has(name) || OWN.test(name)) return GOES;
  const rule = REMOVED.find(({ pattern }) => pattern.test(name));
  const missed = PYTHON_REMOVED.get(name) ?? rule?.why ?? null;
  if (missed !== null) return { stays: false, missed };
  // Secrets that no login will use are not handed out.
  return !withOwnLogin && (name === SECRET_KEY || name === ADMIN_PASSWORD) ? GOES : STAYS;
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
  if (reason === null || reason.code === "missing") return [];
  const why = describePath(reason);
  return [`LD_LIBRARY_PATH entry ${quoted(entry)} does not reach MLflow: it ${why}`];
}
