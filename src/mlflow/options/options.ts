/**
 * The options of `mlflow server`, as data.
 *
 * Source: `mlflow/cli/__init__.py` (`def server`) and `mlflow/utils/cli_args.py` of the wheels 2.3.2 to 3.18.0;
 * `since` is the first wheel that has the option.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/cli/__init__.py
 */
export interface MlflowOption {
  readonly name: string;
  readonly short?: string;
  readonly kind: "text" | "integer" | "flag";
  /** The second spelling of a two-way flag. */
  readonly off?: string;
  /** The variable that click reads when the option is not on the command line. */
  readonly env?: string;
  readonly since: string;
  readonly min?: number;
  readonly max?: number;
  /** The value may carry a password, so it travels by variable. */
  readonly secret?: true;
}

/** The newest MLflow whose options are in the table. */
export const NEWEST_KNOWN_VERSION = "3.18.0";

export const MLFLOW_OPTIONS: readonly MlflowOption[] = [
  {
    name: "backend-store-uri",
    kind: "text",
    env: "MLFLOW_BACKEND_STORE_URI",
    since: "0",
    secret: true,
  },
  {
    name: "read-replica-backend-store-uri",
    kind: "text",
    env: "MLFLOW_READ_REPLICA_BACKEND_STORE_URI",
    since: "3.14.0",
    secret: true,
  },
  {
    name: "registry-store-uri",
    kind: "text",
    env: "MLFLOW_REGISTRY_STORE_URI",
    since: "0",
    secret: true,
  },
  {
    name: "default-artifact-root",
    kind: "text",
    env: "MLFLOW_DEFAULT_ARTIFACT_ROOT",
    since: "0",
    secret: true,
  },
  {
    name: "serve-artifacts",
    off: "no-serve-artifacts",
    kind: "flag",
    env: "MLFLOW_SERVE_ARTIFACTS",
    since: "0",
  },
  { name: "artifacts-only", kind: "flag", env: "MLFLOW_ARTIFACTS_ONLY", since: "0" },
  {
    name: "artifacts-destination",
    kind: "text",
    env: "MLFLOW_ARTIFACTS_DESTINATION",
    since: "0",
    secret: true,
  },
  { name: "host", short: "h", kind: "text", env: "MLFLOW_HOST", since: "0" },
  { name: "port", short: "p", kind: "integer", env: "MLFLOW_PORT", since: "0", min: 0, max: 65535 },
  {
    name: "workers",
    short: "w",
    kind: "integer",
    env: "MLFLOW_WORKERS",
    since: "0",
    min: 1,
    max: 4096,
  },
  { name: "static-prefix", kind: "text", env: "MLFLOW_STATIC_PREFIX", since: "0" },
  { name: "allowed-hosts", kind: "text", env: "MLFLOW_SERVER_ALLOWED_HOSTS", since: "3.5.0" },
  {
    name: "cors-allowed-origins",
    kind: "text",
    env: "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",
    since: "3.5.0",
  },
  {
    name: "disable-security-middleware",
    kind: "flag",
    env: "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE",
    since: "3.5.0",
  },
  { name: "x-frame-options", kind: "text", env: "MLFLOW_SERVER_X_FRAME_OPTIONS", since: "3.5.0" },
  { name: "gunicorn-opts", kind: "text", env: "MLFLOW_GUNICORN_OPTS", since: "0" },
  { name: "waitress-opts", kind: "text", since: "0" },
  { name: "uvicorn-opts", kind: "text", env: "MLFLOW_UVICORN_OPTS", since: "3.3.0" },
  { name: "dev", kind: "flag", since: "0" },
  { name: "expose-prometheus", kind: "text", env: "MLFLOW_EXPOSE_PROMETHEUS", since: "0" },
  { name: "app-name", kind: "text", since: "0" },
  {
    name: "trace-archival-config",
    kind: "text",
    env: "MLFLOW_TRACE_ARCHIVAL_CONFIG",
    since: "3.13.0",
  },
  { name: "secrets-cache-ttl", kind: "integer", since: "3.8.0", min: 10, max: 300 },
  { name: "secrets-cache-max-size", kind: "integer", since: "3.8.0", min: 1, max: 10000 },
  {
    name: "workspace-store-uri",
    kind: "text",
    env: "MLFLOW_WORKSPACE_STORE_URI",
    since: "3.10.0",
    secret: true,
  },
  { name: "enable-workspaces", off: "disable-workspaces", kind: "flag", since: "3.10.0" },
  {
    name: "artifacts-presigned-only",
    kind: "flag",
    env: "MLFLOW_ARTIFACTS_PRESIGNED_ONLY",
    since: "3.18.0",
  },
];

const BY_NAME = new Map(MLFLOW_OPTIONS.map((option) => [option.name, option]));

/** The option with this long name, or undefined where MLflow has none. */
export function findOption(name: string): MlflowOption | undefined {
  return BY_NAME.get(name);
}

/** MLflow's own defaults of the settings that decide who can reach it. */
export const DEFAULTS = { host: "127.0.0.1", port: "5000" } as const;
