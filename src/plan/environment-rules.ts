/**
 * Variables that do not reach MLflow: they move listeners, load code, or open what the login closes. Everything else
 * passes: clouds, databases, proxies, locale and plugins need their variables.
 *
 * Sources: uvicorn's `auto_envvar_prefix`, gunicorn's `GUNICORN_CMD_ARGS` and `$PORT`, `mlflow/environment_variables.py`,
 * ld.so(8), openssl-env(7), sd_listen_fds(3). Python's are in a table of their own.
 */
export interface RemovedVariable {
  readonly pattern: RegExp;
  readonly why: string;
}

export const REMOVED: readonly RemovedVariable[] = [
  { pattern: /^UVICORN_/, why: "sets uvicorn's options, sockets included" },
  { pattern: /^GUNICORN_/, why: "sets gunicorn's options, sockets and code included" },
  { pattern: /^_MLFLOW_/, why: "is MLflow's own business between its processes" },
  {
    pattern: /^(?:FORWARDED_ALLOW_IPS|PORT)$/,
    why: "decides whom the server believes or where it listens",
  },
  {
    pattern: /^(?:LD_PRELOAD|LD_AUDIT|GCONV_PATH|BASH_ENV|OPENSSL_(?:CONF|MODULES|ENGINES))$/,
    why: "loads other code",
  },
  { pattern: /^LISTEN_(?:FDS|PID|FDNAMES|PIDFDID)$/, why: "hands over sockets" },
  {
    pattern: /^MLFLOW_(?:BASIC_AUTH_FAIL_CLOSED|SERVER_ENABLE_GRAPHQL_AUTH)$/,
    why: "would open what the login closes",
  },
];

/** Where empty is an error to MLflow (`_BooleanEnvironmentVariable`); to the launcher, an empty one is not set. */
export const REMOVED_WHEN_EMPTY = /^MLFLOW_ENABLE_REMOTE_ASSISTANT$/;

/** The launcher's own; read, and of no use to MLflow. */
export const OWN = /^MLFLOW_GUARD_/;
