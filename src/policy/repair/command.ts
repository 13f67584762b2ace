import { isBare } from "../../intent/argv/guard-options.ts";
import { findOption } from "../../mlflow/options/options.ts";
import { installSteps, MANAGED_IN_NEW_HOME, managedFolder } from "../../mlflow/versions/managed.ts";
import { atLeast, MANAGED_VERSION } from "../../mlflow/versions/versions.ts";
import { isShownWhole, shownUrl } from "../../secrets/uri.ts";
import { changeMode, newKeyFile, takeOwnership } from "../../shell/command.ts";
import { nameWords } from "../../shell/name-words.ts";
import { shellQuote } from "../../shell/quote.ts";
import type { LineEdit, Repair, World } from "../types.ts";
import { exportStep, hiddenOptions, typedOptions } from "./hidden-options.ts";

/** Where a new key of a login plugin goes. */
const KEY_FILE = "oidc-secret-key.txt";

/**
 * The user's own command, fixed. Settings that came from the environment stay there; a secret that was typed is
 * replaced by its variable.
 */
export function renderRepair(world: World, repair: Repair): string {
  const { program } = world.facts;
  const hidden = hiddenOptions(world, repair);
  const steps = [
    ...hidden.map(exportStep),
    ...(repair.untrack ?? []).map((file) => `git rm --cached -q -- ${shellQuote(file)}`),
    ...(repair.own ?? []).map(takeOwnership),
    ...(repair.closeToChange ?? []).map((path) => changeMode("go-w", path)),
    ...(repair.chmod ?? []).map((file) => changeMode("600", file)),
    ...(repair.closeToOthers ?? []).map((file) => changeMode("o-rwx", file)),
    ...(repair.closeToWriters ?? []).map((folder) => changeMode("o-w", folder)),
    ...(repair.edit ?? []).map(editStep),
    ...(repair.managed ? installSteps(environmentOf(world), program) : extraStep(repair)),
    ...(repair.migrate ?? []).map((one) => migrateStep(world, one)),
    ...initStep(world, repair),
    ...(repair.passwd ?? []).map((user) => passwdStep(world, repair, user)),
    ...(repair.keyFile ? [newKeyFile(KEY_FILE)] : []),
    [
      ...environmentWords(
        repair,
        hidden.flatMap(({ twin }) => twin ?? []),
      ),
      // npx would not hand SIGTERM on to the launcher, and leave a server behind.
      world.facts.npmStart ? "npm start --" : `${program} ${world.intent.command}`,
      ...partsOf(world, repair)
        .filter((part) => !("name" in part && hidden.some(({ name }) => name === part.name)))
        .map(shellWord),
    ].join(" "),
  ];
  return steps.join(" && ");
}

/** Signs that are doubled already are halved first, so that they stay one. */
function editStep({ file, line, how }: LineEdit): string {
  const script = how === "comment-out" ? `${line}s/^/# /` : `${line}s/%%/%/g; ${line}s/%/%%/g`;
  return `sed -i -e ${shellQuote(script)} -- ${shellQuote(file)}`;
}

/** The words behind the command, as the shell would hand them over. */
export function plainWords(world: World, repair: Repair): string[] {
  return partsOf(world, repair).map((part) => {
    if ("raw" in part) return part.raw;
    if ("word" in part) return `--${part.name}=${part.word}`;
    const { name, value } = part;
    return typeof value === "boolean" ? switchWord(name, value) : `--${name}=${value}`;
  });
}

/** Is `init` part of the command? */
export function makesSecrets({ init, rotate = [] }: Repair): boolean {
  return init === true || rotate.length > 0;
}

/** All repairs in one: what any of them drops, sets or creates. Of two that contradict each other the later one counts. */
export function mergeRepairs(repairs: readonly Repair[]): Repair {
  const all = (pick: (repair: Repair) => readonly string[] | undefined) => [
    ...new Set(repairs.flatMap((repair) => pick(repair) ?? [])),
  ];
  const set = repairs.reduce<Record<string, string>>((before, one) => {
    const kept = Object.entries(before).filter(([name]) => !one.drop?.includes(name));
    return { ...Object.fromEntries(kept), ...one.set };
  }, {});
  return {
    init: repairs.some((repair) => repair.init),
    managed: repairs.some((repair) => repair.managed),
    extra: repairs.find((repair) => repair.extra)?.extra,
    rotate: all((repair) => repair.rotate),
    // The key of a plugin is of no use where another login takes its place.
    keyFile: set["app-name"] ? undefined : repairs.find((repair) => repair.keyFile)?.keyFile,
    unset: all((repair) => repair.unset),
    blank: all((repair) => repair.blank),
    drop: all((repair) => repair.drop),
    chmod: all((repair) => repair.chmod),
    untrack: all((repair) => repair.untrack),
    closeToChange: all((repair) => repair.closeToChange),
    own: all((repair) => repair.own),
    edit: repairs.flatMap((repair) => repair.edit ?? []),
    passEnv: all((repair) => repair.passEnv),
    closeToOthers: all((repair) => repair.closeToOthers),
    closeToWriters: all((repair) => repair.closeToWriters),
    passwd: all((repair) => repair.passwd),
    assign: Object.assign({}, ...repairs.map((one) => one.assign ?? {})),
    migrate: repairs.flatMap((repair) => repair.migrate ?? []),
    set,
  };
}

/** MLflow's own command; it leaves the files where they are. */
function migrateStep({ facts }: World, { source, target }: { source: string; target: string }) {
  const mlflow = shellQuote(facts.mlflow?.path ?? "mlflow");
  return `${mlflow} migrate-filestore --source ${shellQuote(source)} --target ${shellQuote(target)}`;
}

/** Where `install-mlflow` puts its MLflow; null where the user has no home. */
export function managedExecutable(world: World): string | null {
  const folder = managedFolder(environmentOf(world));
  return folder && `${folder}/bin/mlflow`;
}

function environmentOf({ intent }: World): Record<string, string> {
  return Object.fromEntries([...intent.environment].map(([name, { value }]) => [name, value]));
}

function extraStep({ extra }: Repair): string[] {
  return extra ? [extra.map(shellQuote).join(" ")] : [];
}

function initStep(world: World, repair: Repair): string[] {
  if (!makesSecrets(repair)) return [];
  const rotate = (repair.rotate ?? []).map((name) => `--rotate ${name}`);
  return [[world.facts.program, ...initWords(world, repair), ...rotate].join(" ")];
}

/** The env file that the server would read; of one that was found `init` knows by itself. */
export function initWords({ intent }: World, { set }: Repair = {}): string[] {
  const other = set?.["guard-env-file"];
  const given = intent.namedEnvFile?.value;
  const named = other === intent.envFile ? given : (other ?? given);
  return ["init", ...(named ? [`--file ${shellQuote(named)}`] : [])];
}

/** The same store as the server's: its env file, its MLflow, its variables. */
function passwdStep(world: World, repair: Repair, user: string): string {
  const same = ["guard-env-file", "guard-mlflow"].flatMap((name) => {
    const setting = world.intent.guard.get(name)?.[0];
    return setting?.origin.kind === "flag" ? [shellWord({ name, value: setting.value })] : [];
  });
  const words = ["user", "passwd", ...nameWords(user, ["--offline", ...same])];
  return [...environmentWords(repair), world.facts.program, ...words].join(" ");
}

/** `env -u NAME` takes a variable away; `NAME=` also keeps an env file from setting it. */
function environmentWords(
  { unset = [], blank = [], keyFile, assign = {} }: Repair,
  twins: readonly string[] = [],
): string[] {
  const words = [
    ...[...new Set([...unset, ...twins])].map((name) => `-u ${name}`),
    ...blank.map((name) => `${name}=`),
    ...(keyFile ? [`${keyFile}=`, `${keyFile}_FILE=${KEY_FILE}`] : []),
    ...Object.entries(assign).map(([name, value]) => `${name}=${shellQuote(value)}`),
  ];
  return words.length > 0 ? ["env", ...words] : [];
}

/** A URI in an option that takes none is a mistake: its password shall not be printed, and nobody misses it. */
function isStrayUri(name: string, value: string | boolean): boolean {
  const text = String(value);
  const like = /:\/\/|:.*@|;.*=|(?:^|\s)\w+=\S*\s+\w+=/s.test(text);
  return name !== "cors-allowed-origins" && like && !isShownWhole(text);
}

type Part =
  | { readonly name: string; readonly value: string | boolean }
  | { readonly name: string; readonly word: string }
  | { readonly raw: string };

function partsOf(world: World, repair: Repair): Part[] {
  const { intent } = world;
  const managed = repair.managed ? managedExecutable(world) : null;
  const set = { ...(managed ? { "guard-mlflow": managed } : {}), ...repair.set };
  const drop = new Set([
    ...(repair.drop ?? []),
    ...Object.keys(set),
    ...(repair.managed ? ["guard-mlflow"] : []),
  ]);
  // `npm start` says it by itself, and a command that installs one before has no use for it.
  if (world.facts.npmStart || repair.managed) drop.add("guard-install");
  const typed = typedOptions(intent, repair)
    .filter(([name, { value }]) => findOption(name)?.secret || !isStrayUri(name, value))
    .map(([name, { value }]) => ({ name, value }));
  const guard = [...intent.guard].flatMap(([name, settings]) =>
    settings
      .filter(({ origin }) => origin.kind === "flag" && !drop.has(name))
      .map(({ value }) => ({ name, value: isBare(name) || value })),
  );
  const parts = [
    ...Object.entries(set).map(([name, value]) => ({ name, value })),
    ...(repair.managed && managed === null
      ? [{ name: "guard-mlflow", word: MANAGED_IN_NEW_HOME }]
      : []),
    ...typed,
    ...guard,
    ...(repair.passEnv ?? []).map((value) => ({ name: "guard-pass-env", value })),
  ];
  if (repair.managed) return parts.filter(({ name }) => isKnownToManaged(name));
  return [...parts, ...intent.unknown.filter(({ raw }) => !isStrayUri("", raw))];
}

/** An option of a newer MLflow would be refused by the one that takes its place. */
function isKnownToManaged(name: string): boolean {
  return atLeast(MANAGED_VERSION, findOption(name)?.since ?? "0");
}

function shellWord(part: Part): string {
  if ("raw" in part) return shellQuote(part.raw);
  if ("word" in part) return `--${part.name} ${part.word}`;
  const { name, value } = part;
  if (typeof value === "boolean") return switchWord(name, value);
  const shown = name === "guard-behind-proxy" ? shownUrl(value) : value;
  return shown.startsWith("-")
    ? `--${name}=${shellQuote(shown)}`
    : `--${name} ${shellQuote(shown)}`;
}

function switchWord(name: string, on: boolean): string {
  return `--${on ? name : (findOption(name)?.off ?? name)}`;
}
