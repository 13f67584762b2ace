import { closestMatch } from "leven";
import { GUARD_OPTIONS, twinOf } from "../../intent/argv/guard-options.ts";
import { isLaunchers, mayEnvFileSet } from "../../intent/environment/env-file-names.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import { isServiceLink } from "../../intent/environment/service-links.ts";
import type { Origin } from "../../intent/types.ts";
import { IGNORED_VARIABLES } from "../../mlflow/options/ignored-variables.ts";
import { MLFLOW_OPTIONS } from "../../mlflow/options/options.ts";
import { NO_SLIP, PROTECTION, READ_BY_MLFLOW } from "../../mlflow/options/server-variables.ts";
import { ADMIN_PASSWORD, AUTH_DATABASE_URI, FILE_TWINS, SECRET_KEY } from "../../secrets/names.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { foundFile } from "../found-file.ts";
import type { Hit, World } from "../types.ts";
import { isNewer } from "../version-problems.ts";

/** Lines of an env file that do not count, with the way in. */
export function leftOutLines({ intent, facts: { leftOut } }: World): Hit[] {
  const [first] = leftOut;
  if (!first) return [];
  const names = leftOut.map(({ name }) => name);
  const found = foundFile(intent);
  const why =
    found === null
      ? "an env file may not choose code, and more than MLflow's settings and plain credentials is not taken from it"
      : "nobody named that file, and one that was only found says nothing of the launcher or of what loads code";
  const admitted = {
    ...(found === null ? {} : { set: { "guard-env-file": found } }),
    passEnv: names.filter((name) => !mayEnvFileSet(name, "named")),
  };
  // The launcher's own executable is not taken from any file.
  const closed = names.includes(twinOf("guard-mlflow"));
  return [
    {
      severity: "warning",
      what: `${leftOut.map(describeOrigin).join(", ")} ${names.length === 1 ? "does" : "do"} not count: ${why}`,
      origin: first,
      repairs: closed ? [{ blank: names }] : [admitted],
      notes: [{ kind: "note", text: "or set it in the environment" }],
    },
  ];
}

/** What a wrapper around MLflow sets: its Python is started without it. */
export function settingsOfWrapper({ facts: { mlflow } }: World): Hit[] {
  const sets = mlflow?.sets ?? [];
  const [first] = sets;
  if (!first) return [];
  const names = [...new Set(sets.map(nameOf))];
  const text = `if MLflow needs ${names.length === 1 ? "it" : "them"}, export ${names.join(", ")} before the start`;
  return [
    {
      severity: "warning",
      what: `${sets.map(describeOrigin).join(", ")} ${names.length === 1 ? "does" : "do"} not reach MLflow: its Python is started without the wrapper around it`,
      origin: first,
      repairs: [],
      notes: [{ kind: "note", text }],
    },
  ];
}

/** The launcher's names that it does not read. */
const KNOWN = new Set([
  ...GUARD_OPTIONS.filter(({ env }) => env).map(({ name }) => twinOf(name)),
  ...IGNORED_VARIABLES.map(({ name }) => name),
  ...[AUTH_DATABASE_URI, `${AUTH_DATABASE_URI}_FILE`, "MLFLOW_GUARD_DEBUG"],
  // Marks of a launcher for its own children.
  ...["MLFLOW_GUARD_RUN", "MLFLOW_GUARD_TERMINAL"],
]);

export function unknownLauncherSettings({ intent: { environment } }: World): Hit[] {
  return [...environment].flatMap(([name, { value, origin }]) => {
    // One env file is read, whatever stands in it.
    const another = name === twinOf("guard-env-file") && origin.kind === "file";
    if (another && value !== "")
      return [without(origin, "is read by nobody; an env file names no other one", [name])];
    const unknown = isLaunchers(name) && !KNOWN.has(name);
    if (!unknown || value === "" || isServiceLink(name, value)) return [];
    const option = GUARD_OPTIONS.find((one) => twinOf(one.name) === name);
    const why = option
      ? `--${option.name} stands on the command line only`
      : "mlflow-guard has no such setting";
    return [without(origin, `is read by nobody; ${why}`, [name])];
  });
}

/** The variables that a server is set up with. */
const SETTINGS = [
  ...new Set([...MLFLOW_OPTIONS.flatMap(({ env }) => env ?? []), ...FILE_TWINS, ...READ_BY_MLFLOW]),
];

/** A slip in the name of a setting, or a name by which nothing is protected. A newer MLflow may read it. */
export function unreadNames({ intent: { environment }, facts: { mlflow } }: World): Hit[] {
  return [...environment].flatMap(([name, { value, origin }]) => {
    if (!/^MLFLOW_/.test(name) || value === "" || isServiceLink(name, value)) return [];
    const read = SETTINGS.includes(name) || KNOWN.has(name) || /_(?:FILE|BEFORE)$/.test(name);
    if (read || isLaunchers(name) || name === NO_SLIP) return [];
    const near = closestMatch(name, SETTINGS, { maxDistance: 2 });
    if (near) return [without(origin, `is read by nobody; did you mean ${near}?`, [name])];
    const unread = PROTECTION.test(name) && !isNewer(mlflow);
    return unread ? [without(origin, "is read by nobody; MLflow has no such setting", [name])] : [];
  });
}

/** The one variable of MLflow that ends like this and names no file. */
const NO_TWIN = "MLFLOW_GATEWAY_RESOLVE_API_KEY_FROM_FILE";

/** A `NAME_FILE` that nobody looks into: the setting is then as if it were not there. */
export function filesOfNoSetting({ intent: { environment } }: World): Hit[] {
  return [...environment].flatMap(([name, { value, origin }]) => {
    const plain = /^(MLFLOW_\w+)_FILE$/.exec(name)?.[1];
    const known = name === NO_TWIN || isLaunchers(name) || KNOWN.has(name);
    if (!plain || value === "" || known || FILE_TWINS.includes(plain)) return [];
    const what = `is read by nobody; a file is taken for secrets and for URIs of stores, so set ${plain} itself`;
    return [without(origin, what, [name])];
  });
}

/** What clients send, and what a login would need: a server without a login reads none of it. */
export function credentialsWithoutLogin({ intent, exposed, login }: World): Hit[] {
  if (login.app !== null) return [];
  const names = [...CLIENTS, ...(exposed ? [SECRET_KEY, ADMIN_PASSWORD] : [])];
  const set = names.flatMap((name) => readVariable(intent.environment, name)?.origin ?? []);
  const [first] = set;
  if (!first) return [];
  const which = set.map(describeOrigin).join(", ");
  const what = `${which} ${set.length === 1 ? "does" : "do"} not make this server ask for a login: clients send them, and a login is switched on with --app-name basic-auth`;
  return [{ severity: "warning", what, origin: first, repairs: [{ blank: set.map(nameOf) }] }];
}

const CLIENTS = ["MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN"];

function nameOf({ name }: Origin): string {
  return name;
}

/** A setting that nobody reads. */
export function without(origin: Origin, why: string, blank: string[]): Hit {
  return {
    severity: "warning",
    what: `${describeOrigin(origin)} ${why}`,
    origin,
    repairs: [{ blank }],
  };
}
