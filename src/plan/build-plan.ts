import type { FoundMlflow } from "../facts/mlflow/find.ts";
import type { Facts } from "../facts/types.ts";
import { hasTls } from "../intent/argv/server-options.ts";
import { readVariable } from "../intent/environment/environment.ts";
import type { ServerIntent, ServerOption } from "../intent/types.ts";
import { GUNICORN_ACCESS_FORMAT } from "../mlflow/access-line.ts";
import type { LoginPlugin } from "../mlflow/login/login-plugins.ts";
import { has } from "../mlflow/versions/versions.ts";
import { unmapped } from "../net/address.ts";
import { urlHost } from "../net/address-class.ts";
import { listContainers } from "../policy/docker-jobs.ts";
import type { Decision } from "../policy/types.ts";
import type { Secret } from "../secrets/secret.ts";
import { buildChildEnvironment, type ChildEnvironment } from "./child-environment.ts";
import { dataPlaces } from "./data-places.ts";
import { expectations } from "./expectations.ts";
import { buildHostLists } from "./host-lists.ts";
import { privateFiles } from "./private-files.ts";
import { optionWord, passedOptions, serverOptionsText } from "./server-argv.ts";
import { AUTH_CONFIG_FILE, GUNICORN_CONFIG_FILE, type LaunchPlan, NO_MODULES } from "./types.ts";
import { clientUrl } from "./urls.ts";

/** Where the run's private files will be and which port it was given. */
export interface Place {
  readonly privateFolder: string;
  readonly port: number;
  /** Seconds that MLflow may take to stop. */
  readonly stopTimeout: number;
  /** Random; for a place of the private config that must be filled and is not used. */
  readonly sparePassword: Secret;
}

/** Turns an allowed intent into exactly one command: nothing passes by as an unparsed word. */
export function buildPlan(
  intent: ServerIntent,
  facts: Facts,
  decision: Decision,
  mlflow: FoundMlflow,
  place: Place,
): LaunchPlan {
  const address = bindLiteral(facts.bind.addresses);
  const gunicorn = usesGunicorn(intent, mlflow);
  const loginApp = decision.login.app;
  const passed = passedOptions(intent, mlflow.version);
  const files = privateFiles(facts, mlflow, { ...place, loginApp, gunicorn });
  const plugin = decision.login.plugin?.plugin ?? null;
  const child = buildChildEnvironment(intent, facts, loginApp !== null && plugin === null);
  const security = securityOptions(intent, facts, decision, mlflow, address, gunicorn);
  const set = new Map<string, string>([
    ["PYTHONSAFEPATH", "1"],
    ...passed.variables,
    ...security.variables,
    ...authConfigVariable(files, place),
    ...(gunicorn ? gunicornEnvironment(place, child.environment) : []),
    ...(plugin ? pluginEnvironment(plugin, intent) : []),
    ...(intent.profile === null ? [] : [WITHOUT_JOBS]),
  ]);
  return {
    executable: mlflow.path,
    argv: [
      intent.command,
      ...listenWords(address, place.port, gunicorn),
      ...workerWords(intent),
      ...(loginApp === null ? [] : optionWord("app-name", loginApp)),
      ...security.argv,
      ...serverOptions(intent, place, gunicorn),
      ...passed.argv,
    ],
    environment: new Map([...child.environment, ...set]),
    set: [...set.keys(), ...child.set].sort(),
    removed: removedNames(child, set),
    workers: workerCount(intent) ?? MLFLOW_WORKERS,
    listeners: [{ address, port: place.port }],
    privateFiles: files,
    hidden: hiddenValues(facts),
    expected: expectations(intent, facts, decision, mlflow, address),
    ...reachOf(decision),
    url: clientUrl(intent, decision, address, place.port),
    notes: child.notes,
    data: dataPlaces(intent, facts),
    jobContainers: jobContainers(intent, decision),
  };
}

/** The launcher's own words travel in GUNICORN_CMD_ARGS; the operator's do not. */
function removedNames({ removed }: ChildEnvironment, set: ReadonlyMap<string, string>): string[] {
  return removed.filter((name) => !set.has(name) || name === GUNICORN_ARGUMENTS);
}

function listenWords(address: string, port: number, gunicorn: boolean): string[] {
  const host = gunicorn ? urlHost(address) : address;
  return [...optionWord("host", host), ...optionWord("port", String(port))];
}

function reachOf({ exposure }: Decision): Pick<LaunchPlan, "exposed" | "claimedNetwork"> {
  const { level, bindLevel, claims } = exposure;
  return {
    exposed: [level, bindLevel].some((one) => one !== "loopback"),
    claimedNetwork: claims.length > 0 && bindLevel !== "loopback",
  };
}

/** Secrets that may come from elsewhere than the environment: the authorization config. */
function hiddenValues({ adminPassword, authStore }: Facts): Secret[] {
  const password = adminPassword ? [adminPassword.secret] : [];
  return [...password, authStore.uri, ...authStore.replicas.map(({ uri }) => uri)];
}

function jobContainers({ environment }: ServerIntent, { findings }: Decision): string | null {
  if (!findings.some(({ id }) => id === "jobs-outlive-server")) return null;
  return listContainers(Boolean(readVariable(environment, "MLFLOW_JOBS_DOCKER_HOST")));
}

/** With TLS the session cookie need not cross the network without it; the plugin's own default lets it. */
function pluginEnvironment(plugin: LoginPlugin, intent: ServerIntent): [string, string][] {
  const secure = hasTls(intent) && !readVariable(intent.environment, "SESSION_COOKIE_SECURE");
  const environment = plugin.environment.map(([name, value]): [string, string] => [name, value]);
  return secure ? [...environment, ["SESSION_COOKIE_SECURE", "true"]] : environment;
}

/** One literal, IPv4 first: MLflow's servers differ in which addresses of a name they bind. */
export function bindLiteral(addresses: readonly string[]): string {
  const plain = addresses.map(unmapped);
  return plain.find((address) => !address.includes(":")) ?? plain[0] ?? "127.0.0.1";
}

function usesGunicorn(intent: ServerIntent, mlflow: FoundMlflow): boolean {
  return intent.server.kind === "gunicorn" || !has(mlflow.version, "uvicornDefault");
}

/** What MLflow takes where nobody says (mlflow/server/__init__.py, `workers or 4`; the same before 3.3). */
const MLFLOW_WORKERS = 4;

/** What was asked for; null without. */
function workerCount({ workers, profile }: ServerIntent): number | null {
  return workers?.value ?? (profile === null ? null : 1);
}

function workerWords(intent: ServerIntent): string[] {
  const count = workerCount(intent);
  return count === null ? [] : optionWord("workers", String(count));
}

type Variable = readonly [name: string, value: string];

const WITHOUT_JOBS: Variable = ["MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false"];

/** MLflow reads the private copy of what was checked. */
function authConfigVariable(
  files: LaunchPlan["privateFiles"],
  { privateFolder }: Place,
): Variable[] {
  const isThere = files.some(({ name }) => name === AUTH_CONFIG_FILE);
  return isThere ? [["MLFLOW_AUTH_CONFIG_PATH", `${privateFolder}/${AUTH_CONFIG_FILE}`]] : [];
}

interface Security {
  readonly argv: readonly string[];
  readonly variables: readonly Variable[];
}

/** Host and origin lists: on the command line for uvicorn, as variables for gunicorn, which MLflow takes only so. */
function securityOptions(
  intent: ServerIntent,
  facts: Facts,
  decision: Decision,
  mlflow: FoundMlflow,
  address: string,
  gunicorn: boolean,
): Security {
  if (!has(mlflow.version, "hostValidation")) return { argv: [], variables: [] };
  if (intent.disableSecurityMiddleware.value) {
    return gunicorn
      ? { argv: [], variables: [["MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", "true"]] }
      : { argv: ["--disable-security-middleware"], variables: [] };
  }
  const { hosts, origins } = buildHostLists(intent, facts, decision, address);
  if (gunicorn) {
    const variables: [string, string][] = [["MLFLOW_SERVER_ALLOWED_HOSTS", hosts]];
    if (origins) variables.push(["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", origins]);
    return { argv: [], variables };
  }
  const origin = origins ? optionWord("cors-allowed-origins", origins) : [];
  return { argv: [...optionWord("allowed-hosts", hosts), ...origin], variables: [] };
}

function serverOptions(intent: ServerIntent, place: Place, gunicorn: boolean): string[] {
  if (intent.dev.value) return [];
  const own = gunicorn ? gunicornOptions(intent, place) : uvicornOptions(intent, place);
  // Options of the other server come from a variable that this MLflow does not read yet.
  const given = (intent.server.kind === "gunicorn") === gunicorn ? intent.server.admitted : [];
  const text = serverOptionsText([...own, ...given]);
  return [`--${gunicorn ? "gunicorn" : "uvicorn"}-opts=${text}`];
}

const GUNICORN_ACCESS_LOG: readonly ServerOption[] = [
  { name: "--access-logfile", value: "-" },
  { name: "--access-logformat", value: GUNICORN_ACCESS_FORMAT },
];

function gunicornOptions(intent: ServerIntent, place: Place): ServerOption[] {
  const audited = intent.auditLog !== null ? GUNICORN_ACCESS_LOG : [];
  const bound = drainBound(intent, place, "--graceful-timeout");
  return [...bound, ...audited, ...tlsOptions(intent, "--certfile", "--keyfile")];
}

const GUNICORN_ARGUMENTS = "GUNICORN_CMD_ARGS";

/** Its own configuration by variable: everybody sees command lines (gunicorn/app/base.py, `load_config`). */
function gunicornEnvironment(
  { privateFolder }: Place,
  passed: ReadonlyMap<string, string>,
): [string, string][] {
  const file = serverOptionsText([
    { name: "--config", value: `${privateFolder}/${GUNICORN_CONFIG_FILE}` },
  ]);
  const before = passed.get(GUNICORN_ARGUMENTS);
  return [[GUNICORN_ARGUMENTS, before ? `${before} ${file}` : file]];
}

/** A bound on how long open requests are waited for, inside of what the whole group has to stop. */
function drainBound({ server }: ServerIntent, place: Place, name: string): ServerOption[] {
  const given = server.admitted.some((option) => option.name === name);
  return given ? [] : [{ name, value: String(Math.max(1, place.stopTimeout - 3)) }];
}

/** An app-dir without modules, since uvicorn's default is the working directory. */
function uvicornOptions(intent: ServerIntent, place: Place): ServerOption[] {
  return [
    { name: "--app-dir", value: NO_MODULES },
    ...drainBound(intent, place, "--timeout-graceful-shutdown"),
    ...tlsOptions(intent, "--ssl-certfile", "--ssl-keyfile"),
  ];
}

function tlsOptions(intent: ServerIntent, certName: string, keyName: string): ServerOption[] {
  const [cert, key] = [intent.tlsCert?.value, intent.tlsKey?.value];
  return cert && key
    ? [
        { name: certName, value: cert },
        { name: keyName, value: key },
      ]
    : [];
}
