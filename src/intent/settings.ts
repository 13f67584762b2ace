import { DEFAULTS } from "../mlflow/options/options.ts";
import type {
  GuardValues,
  LauncherSettings,
  MlflowSettings,
  OptionValues,
  Origin,
  Seconds,
  Setting,
} from "./types.ts";

/** Seconds that MLflow may take to answer, unless somebody says otherwise. */
const READY_TIMEOUT: Seconds = 120;

/** The items of a comma-separated list, as MLflow splits it. */
export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Did anybody set it? */
export function isGiven({ origin }: { readonly origin: Origin }): boolean {
  return origin.kind !== "default";
}

/** @param options as they were checked: what is a number or a switch to MLflow is one. */
export function mlflowSettings(options: OptionValues): MlflowSettings {
  const text = (name: string): Setting | null => {
    const setting = options.get(name);
    return setting ? { value: String(setting.value), origin: setting.origin } : null;
  };
  const list = (name: string) => read(text(name), splitList, [], name);
  const flag = (name: string, standard: boolean): Setting<boolean> =>
    read(text(name), (value) => value === "true", standard, name);
  const workers = text("workers");
  return {
    host: text("host") ?? standard("host", DEFAULTS.host),
    port: read(text("port"), Number, Number(DEFAULTS.port), "port"),
    workers: workers && { value: Number(workers.value), origin: workers.origin },
    staticPrefix: text("static-prefix"),
    allowedHosts: list("allowed-hosts"),
    corsAllowedOrigins: list("cors-allowed-origins"),
    disableSecurityMiddleware: flag("disable-security-middleware", false),
    xFrameOptions: text("x-frame-options"),
    appName: text("app-name"),
    dev: flag("dev", false),
    gunicornOpts: text("gunicorn-opts"),
    uvicornOpts: text("uvicorn-opts"),
    exposePrometheus: text("expose-prometheus"),
    traceArchivalConfig: text("trace-archival-config"),
    backendStoreUri: text("backend-store-uri"),
    defaultArtifactRoot: text("default-artifact-root"),
    artifactsDestination: text("artifacts-destination"),
    serveArtifacts: flag("serve-artifacts", true),
    artifactsOnly: flag("artifacts-only", false),
  };
}

/** @param guard what was given on the command line or by a twin. */
export function launcherSettings(guard: GuardValues): LauncherSettings {
  const one = (name: string) => guard.get(`guard-${name}`)?.[0] ?? null;
  const stopTimeout = one("stop-timeout");
  return {
    mlflowPath: one("mlflow"),
    namedEnvFile: one("env-file"),
    install: one("install") !== null,
    openPage: one("open") !== null,
    waivedRules: guard.get("guard-unsafe") ?? [],
    waiverReason: one("reason"),
    waiverUntil: one("until"),
    published: one("published"),
    behindProxy: one("behind-proxy"),
    loginApp: one("login-app"),
    passEnv: guard.get("guard-pass-env") ?? [],
    tlsCert: one("tls-cert"),
    tlsKey: one("tls-key"),
    profile: one("profile"),
    logFormat: one("log-format"),
    logLevel: one("log-level"),
    auditLog: one("audit-log"),
    stopTimeout: stopTimeout && { ...stopTimeout, value: Number(stopTimeout.value) },
    readyTimeout: read(one("ready-timeout"), Number, READY_TIMEOUT, "guard-ready-timeout"),
  };
}

function read<T>(
  setting: Setting | null,
  parse: (text: string) => T,
  value: T,
  name: string,
): Setting<T> {
  return setting ? { value: parse(setting.value), origin: setting.origin } : standard(name, value);
}

function standard<T>(name: string, value: T): Setting<T> {
  return { value, origin: { kind: "default", name: `--${name}` } };
}
