/**
 * Variables that do not reach MLflow: they move listeners, load code, or open what the login closes. Everything else
 * passes: clouds, databases, proxies, locale and plugins need their variables.
 *
 * Sources: uvicorn's `auto_envvar_prefix`, gunicorn's `GUNICORN_CMD_ARGS` and `$PORT`, `mlflow/environment_variables.py`,
 * ld.so(8), Python's command line documentation.
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
  { pattern: /^(?:LD_PRELOAD|LD_AUDIT|GCONV_PATH|BASH_ENV)$/, why: "loads other code" },
  {
    pattern: /^MLFLOW_(?:BASIC_AUTH_FAIL_CLOSED|SERVER_ENABLE_GRAPHQL_AUTH)$/,
    why: "would open what the login closes",
  },
];

/** An env file says which MLflow to talk to, not which code to run. */
export const REMOVED_FROM_FILES: RemovedVariable = {
  pattern: /^(?:PYTHON|LD_)|^(?:PATH|HOME|SHELL|VIRTUAL_ENV|CONDA_PREFIX|BROWSER)$/,
  why: "would choose code, which an env file may not",
};

/** The launcher's own; read, and of no use to MLflow. */
export const OWN = /^MLFLOW_GUARD_/;
