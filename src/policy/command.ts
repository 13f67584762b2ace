import { shellQuote } from "../intent/shell-quote.ts";
import { managedFolder } from "../mlflow/managed.ts";
import { findOption } from "../mlflow/options.ts";
import { hasPassword, shownUrl } from "../secrets/secret.ts";
import type { Repair, World } from "./types.ts";

/** Where a new key of a login plugin goes. */
const KEY_FILE = "oidc-secret-key.txt";

/**
 * The user's own command, mended. Settings that came from the environment stay there; a secret that was typed is
 * replaced by its variable.
 */
export function renderRepair(world: World, repair: Repair): string {
  const { program } = world.facts;
  const steps = [
    ...(repair.untrack ?? []).map((file) => `git rm --cached -q -- ${shellQuote(file)}`),
    ...(repair.own ?? []).map((path) => `chown -h "$(id -un)" ${shellQuote(path)}`),
    ...(repair.closeToChange ?? []).map((path) => `chmod go-w ${shellQuote(path)}`),
    ...(repair.chmod ?? []).map((file) => `chmod 600 ${shellQuote(file)}`),
    ...(repair.closeToOthers ?? []).map((file) => `chmod o-rwx ${shellQuote(file)}`),
    ...(repair.closeToWriters ?? []).map((folder) => `chmod o-w ${shellQuote(folder)}`),
    ...(repair.managed ? [`${program} install-mlflow`] : []),
    ...initStep(world, repair),
    ...(repair.passwd ?? []).map((user) => passwdStep(world, repair, user)),
    ...(repair.keyFile ? [`(umask 077; openssl rand -base64 32 > ${KEY_FILE})`] : []),
    [
      ...environmentWords(repair),
      // npx would not hand SIGTERM on to the launcher, and leave a server behind.
      world.facts.npmStart ? "npm start --" : `${program} ${world.intent.command}`,
      ...optionWords(world, repair),
    ].join(" "),
  ];
  return steps.join(" && ");
}

/** All repairs in one: what any of them drops, sets or creates. */
export function mergeRepairs(repairs: readonly Repair[]): Repair {
  const all = (pick: (repair: Repair) => readonly string[] | undefined) => [
    ...new Set(repairs.flatMap((repair) => pick(repair) ?? [])),
  ];
  const set: Record<string, string> = Object.assign({}, ...repairs.map((one) => one.set ?? {}));
  return {
    init: repairs.some((repair) => repair.init),
    managed: repairs.some((repair) => repair.managed),
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
    closeToOthers: all((repair) => repair.closeToOthers),
    closeToWriters: all((repair) => repair.closeToWriters),
    passwd: all((repair) => repair.passwd),
    set,
  };
}

function initStep(world: World, repair: Repair): string[] {
  const rotate = (repair.rotate ?? []).map((name) => `--rotate ${name}`);
  if (!repair.init && rotate.length === 0) return [];
  return [[world.facts.program, ...initWords(world), ...rotate].join(" ")];
}

/** The env file that the server would read. */
export function initWords({ intent }: World): string[] {
  const named = intent.guard.get("guard-env-file")?.[0]?.value;
  return ["init", ...(named ? [`--file ${shellQuote(named)}`] : [])];
}

/** The same store as the server's: its env file, its MLflow, its variables. */
function passwdStep(world: World, repair: Repair, user: string): string {
  const same = ["guard-env-file", "guard-mlflow"].flatMap((name) => {
    const setting = world.intent.guard.get(name)?.[0];
    return setting?.origin.kind === "flag" ? [word(name, setting.value)] : [];
  });
  const words = ["user", "passwd", shellQuote(user), "--offline", ...same];
  return [...environmentWords(repair), world.facts.program, ...words].join(" ");
}

/** `env -u NAME` takes a variable away; `NAME=` also keeps an env file from setting it. */
function environmentWords({ unset = [], blank = [], keyFile }: Repair): string[] {
  const key = keyFile ? [`${keyFile}=`, `${keyFile}_FILE=${KEY_FILE}`] : [];
  if (unset.length + blank.length + key.length === 0) return [];
  return ["env", ...unset.map((name) => `-u ${name}`), ...blank.map((name) => `${name}=`), ...key];
}

function optionWords({ intent }: World, repair: Repair): string[] {
  const managed = managedFolder(
    Object.fromEntries([...intent.environment].map(([name, { value }]) => [name, value])),
  );
  const set = {
    ...(repair.managed && managed ? { "guard-mlflow": `${managed}/bin/mlflow` } : {}),
    ...repair.set,
  };
  const drop = new Set([...(repair.drop ?? []), ...Object.keys(set)]);
  const typed = [...intent.options].filter(
    ([name, { origin }]) => origin.kind === "flag" && !drop.has(name),
  );
  const guard = [...intent.guard].flatMap(([name, settings]) =>
    settings
      .filter(({ origin }) => origin.kind === "flag" && !drop.has(name))
      .map(({ value }) => word(name, value)),
  );
  return [
    ...Object.entries(set).map(([name, value]) => word(name, value)),
    ...typed.map(([name, { value }]) => word(name, value)),
    ...guard,
    ...intent.unknown.filter(({ raw }) => !hasPassword(raw)).map(({ raw }) => shellQuote(raw)),
  ];
}

function word(name: string, value: string | boolean): string {
  const option = findOption(name);
  if (typeof value === "boolean") return `--${value ? name : (option?.off ?? name)}`;
  if (option?.secret && option.env && hasPassword(value)) return `--${name} "$${option.env}"`;
  const shown = name === "guard-behind-proxy" ? shownUrl(value) : value;
  return shown.startsWith("-")
    ? `--${name}=${shellQuote(shown)}`
    : `--${name} ${shellQuote(shown)}`;
}
