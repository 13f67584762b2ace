import type { FoundMlflow } from "../facts/mlflow/find.ts";
import { LONG_NAMES } from "../intent/argv/long-names.ts";
import { nearest } from "../intent/argv/nearest.ts";
import type { ServerIntent, UnknownOption, UsageProblem } from "../intent/types.ts";
import { findOption, MLFLOW_OPTIONS, NEWEST_KNOWN_VERSION } from "../mlflow/options/options.ts";
import { ALL_DATABASES, isKnownStore } from "../mlflow/stores/store-schemes.ts";
import { atLeast, MANAGED_VERSION } from "../mlflow/versions/versions.ts";
import { shownSetting } from "../secrets/quoted.ts";
import { isShownWhole } from "../secrets/uri.ts";

/** Options people write that MLflow never had. */
const MEANT: Readonly<Record<string, string>> = {
  "--enable-auth": "a login is switched on with --app-name basic-auth",
  "--auth": "a login is switched on with --app-name basic-auth",
  "--bind": "the address is --host",
  "--env-file": "--guard-env-file FILE; or, before the command: mlflow-guard --env-file FILE ...",
};

/**
 * What click would refuse and only the installed MLflow can tell: unknown options, options that this version does not
 * have yet, apps that are not installed.
 * @param extraNames options of the command itself.
 */
export function versionProblems(
  intent: ServerIntent,
  mlflow: FoundMlflow | null,
  extraNames: readonly string[] = [],
): UsageProblem[] {
  return [
    ...unknownOptions(intent, mlflow, extraNames),
    ...hiddenValues(intent, mlflow),
    ...tooNew(intent, mlflow),
    ...appProblems(intent, mlflow),
    ...unknownStores(intent, mlflow),
  ];
}

/** May it have what nobody here knows of? */
export function isNewer(mlflow: FoundMlflow | null): boolean {
  return mlflow !== null && !atLeast(NEWEST_KNOWN_VERSION, mlflow.version);
}

/** A newer MLflow may have this option. */
function isTaken({ raw, inline }: UnknownOption, mlflow: FoundMlflow | null): boolean {
  return isNewer(mlflow) && inline && raw.startsWith("--") && !closest(raw);
}

function unknownOptions(
  intent: ServerIntent,
  mlflow: FoundMlflow | null,
  extraNames: readonly string[],
): UsageProblem[] {
  const newer = isNewer(mlflow);
  return intent.unknown
    .filter((option) => !isTaken(option, mlflow))
    .map(({ raw }) => {
      const name = raw.split("=", 1)[0] ?? raw;
      const known = MEANT[name] ?? meant(raw, extraNames);
      return {
        what: `no such option: ${name}`,
        fix:
          known ??
          (newer
            ? `a new option of MLflow is written ${name}=value`
            : "mlflow-guard server --help lists them"),
      };
    });
}

/** Of an option that is not known, nobody knows the variable by which its value would stay out of the process list. */
function hiddenValues({ unknown }: ServerIntent, mlflow: FoundMlflow | null): UsageProblem[] {
  return unknown
    .filter((option) => isTaken(option, mlflow))
    .map(({ raw }) => ({ name: raw.split("=", 1)[0] ?? raw, raw }))
    .filter(({ name, raw }) => !isShownWhole(raw.slice(name.length + 1)))
    .map(({ name }) => ({
      what: `the value of ${name} may hold a password, and every user of this machine would see it`,
      fix: "leave it out, and set MLflow's own variable for it",
    }));
}

/** The known option that a word abbreviates or spells in another case; click takes neither. */
function closest(raw: string): string | undefined {
  const name = plainName(raw);
  return name.length > 1 ? OPTION_NAMES.find((known) => known.startsWith(name)) : undefined;
}

const OPTION_NAMES = MLFLOW_OPTIONS.flatMap(({ name, off }) => (off ? [name, off] : [name]));

function plainName(raw: string): string {
  return (raw.split("=", 1)[0] ?? raw).replace(/^--?/, "").toLowerCase().replaceAll("_", "-");
}

/** What was probably meant, and never its opposite. */
function meant(raw: string, extraNames: readonly string[]): string | undefined {
  const name = plainName(raw);
  const wanted = isNegative(name);
  const known = [...extraNames, ...LONG_NAMES].filter((one) => isNegative(one) === wanted);
  const near = closest(raw) ?? nearest(name, known);
  return near === undefined ? notThere(name) : `did you mean --${near}?`;
}

function isNegative(name: string): boolean {
  return /^(?:no|non|not|disable|without)-/.test(name);
}

/** Somebody wants something off that nothing but leaving it out switches off. */
function notThere(name: string): string | undefined {
  const [, positive] = /^(?:no|non|not|disable|without)-(.+)$/.exec(name) ?? [];
  if (positive === undefined) return undefined;
  const found =
    LONG_NAMES.find((known) => known.startsWith(positive)) ?? nearest(positive, LONG_NAMES);
  if (found === undefined) return undefined;
  const off = findOption(found)?.off;
  return off ? `did you mean --${off}?` : `leave --${found} out`;
}

function tooNew(intent: ServerIntent, mlflow: FoundMlflow | null): UsageProblem[] {
  if (!mlflow) return [];
  return MLFLOW_OPTIONS.filter(
    ({ name, since }) =>
      intent.options.get(name)?.origin.kind === "flag" && !atLeast(mlflow.version, since),
  ).map(({ name, since }) => ({
    what: `MLflow ${mlflow.version} (${mlflow.path}) has no --${name}`,
    fix: `it came with ${since}; leave it out, or ${newer(since)}`,
  }));
}

/** The way to an MLflow that has it. */
function newer(since: string): string {
  if (atLeast(MANAGED_VERSION, since)) return "take a newer MLflow: mlflow-guard install-mlflow";
  return `take an MLflow that install-mlflow has no tested list for: mlflow-guard install-mlflow --version ${since}, and name it by --guard-mlflow PATH`;
}

function appProblems(intent: ServerIntent, mlflow: FoundMlflow | null): UsageProblem[] {
  const setting = intent.appName;
  if (!setting) return [];
  const name = setting.value;
  const known = mlflow ? [...new Set(mlflow.apps.map((app) => app.name))] : null;
  const garbled = name !== "basic-auth" && /^\s*(?:basic[-_]?auth)?\s*$/i.test(name);
  if (!garbled && (known === null || known.includes(name))) return [];
  const installed = known && known.length > 0 ? ` (installed: ${known.join(", ")})` : "";
  return [
    {
      what: `--app-name ${shownSetting(name)} is no installed MLflow app${installed}`,
      fix: "for MLflow's own login: --app-name basic-auth",
    },
  ];
}

/** A URI whose scheme no MLflow knows, nor a package beside this one; a newer one may know more. */
function unknownStores({ options }: ServerIntent, mlflow: FoundMlflow | null): UsageProblem[] {
  if (!mlflow || isNewer(mlflow)) return [];
  return MLFLOW_OPTIONS.filter(({ name }) => name.endsWith("store-uri")).flatMap(({ name }) => {
    const setting = options.get(name);
    if (!setting || isKnownStore(String(setting.value), mlflow.schemes)) return [];
    const what = `${setting.origin.name} names a kind of store that MLflow ${mlflow.version} (${mlflow.path}) does not have, nor a package beside it`;
    return [{ what, fix: ALL_DATABASES }];
  });
}
