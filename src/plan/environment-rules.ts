/**
 * Variables that do not reach MLflow: they move listeners, load code, or open what the login closes. Everything else
 * passes: clouds, databases, proxies, locale and plugins need their variables.
 *
 * Sources: uvicorn's `auto_envvar_prefix`, gunicorn's `GUNICORN_CMD_ARGS` and `$PORT`, `mlflow/environment_variables.py`,
 * ld.so(8), openssl-env(7), sd_listen_fds(3), Python's command line documentation.
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
    pattern:
      /^PYTHON(?:STARTUP|PYCACHEPREFIX|INSPECT|HOME|USERBASE|BREAKPOINT|PLATLIBDIR|EXECUTABLE|SAFEPATH|CASEOK)$/,
    why: "loads other code",
  },
  {
    pattern:
      /^(?:PYTHON_PRESITE|LD_PRELOAD|LD_AUDIT|GCONV_PATH|BASH_ENV|OPENSSL_(?:CONF|MODULES|ENGINES))$/,
    why: "loads other code",
  },
  { pattern: /^LISTEN_(?:FDS|PID|FDNAMES|PIDFDID)$/, why: "hands over sockets" },
  {
    pattern: /^MLFLOW_(?:BASIC_AUTH_FAIL_CLOSED|SERVER_ENABLE_GRAPHQL_AUTH)$/,
    why: "would open what the login closes",
  },
];

/** What an env file may not set, by what it does. Sources: git(1), openssl-env(7), hostname(7), resolv.conf(5), dyld(1). */
const NOT_FROM_FILES = [
  "(?:PYTHON|LD_|DYLD_)\\w*",
  "PATH|HOME|SHELL|VIRTUAL_ENV|CONDA_PREFIX|BROWSER|NODE_OPTIONS",
  "OPENSSL_(?:CONF|MODULES|ENGINES)",
  "GIT_(?:PYTHON_GIT_EXECUTABLE|SSH|SSH_COMMAND|EXEC_PATH|ASKPASS|PROXY_COMMAND|EXTERNAL_DIFF|EDITOR|PAGER|CONFIG\\w*)",
  "COVERAGE_PROCESS_(?:START|CONFIG)",
  "HOSTALIASES|LOCALDOMAIN|RES_OPTIONS",
];

/** An env file says which MLflow to talk to, not which code to run or which names lead where. */
export const REMOVED_FROM_FILES: RemovedVariable = {
  pattern: new RegExp(`^(?:${NOT_FROM_FILES.join("|")})$`),
  why: "comes from an env file, which may not choose code",
};

/** Where empty is an error to MLflow (`_BooleanEnvironmentVariable`); to the launcher, an empty one is not set. */
export const REMOVED_WHEN_EMPTY = /^MLFLOW_ENABLE_REMOTE_ASSISTANT$/;

/** The launcher's own; read, and of no use to MLflow. */
export const OWN = /^MLFLOW_GUARD_/;
