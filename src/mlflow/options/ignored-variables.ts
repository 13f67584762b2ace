const ARTIFACTS =
  "MLflow reads MLFLOW_ARTIFACTS_DESTINATION for artifacts that it serves, and MLFLOW_DEFAULT_ARTIFACT_ROOT for others";

/**
 * Settings of the servers beneath MLflow that look like its own. With `--host` and `--port` on the command line uvicorn
 * does not look at its own variables, nor gunicorn at a bind of `GUNICORN_CMD_ARGS`; with what else is in there it
 * would, so the launcher keeps them from it.
 * Source: tried with MLflow 3.17.2, uvicorn and gunicorn 26.2.0.
 */
export const SERVERS_OWN: ReadonlyMap<string, string> = new Map([
  ["UVICORN_HOST", "give --host, or set MLFLOW_HOST"],
  ["UVICORN_PORT", "give --port, or set MLFLOW_PORT"],
  ["UVICORN_WORKERS", "give --workers, or set MLFLOW_WORKERS"],
  ["GUNICORN_CMD_ARGS", "give --gunicorn-opts, or set MLFLOW_GUNICORN_OPTS"],
]);

/**
 * Variables that people set to protect a server and that nobody reads.
 * Source: 593 public sightings of how MLflow is started; names checked against `mlflow/environment_variables.py`.
 */
export const IGNORED_VARIABLES: readonly { readonly name: string; readonly instead: string }[] = [
  { name: "MLFLOW_ALLOWED_HOSTS", instead: "MLflow reads MLFLOW_SERVER_ALLOWED_HOSTS" },
  {
    name: "MLFLOW_CORS_ALLOWED_ORIGINS",
    instead: "MLflow reads MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",
  },
  { name: "MLFLOW_AUTH_ENABLED", instead: "a login is switched on with --app-name basic-auth" },
  { name: "MLFLOW_ENABLE_AUTH", instead: "a login is switched on with --app-name basic-auth" },
  {
    name: "MLFLOW_AUTH_DATABASE_URI",
    instead:
      "MLflow reads database_uri of its authorization config, the launcher MLFLOW_GUARD_AUTH_DATABASE_URI",
  },
  {
    name: "MLFLOW_DEFAULT_PERMISSION",
    instead: "MLflow reads default_permission of its authorization config",
  },
  { name: "MLFLOW_APP_NAME", instead: "MLflow takes --app-name on the command line only" },
  { name: "MLFLOW_SERVER_HOST", instead: "MLflow reads MLFLOW_HOST" },
  { name: "MLFLOW_SERVER_PORT", instead: "MLflow reads MLFLOW_PORT" },
  // None of these names is in the Python files of 3.17.2.
  { name: "MLFLOW_BACKEND_STORE", instead: "MLflow reads MLFLOW_BACKEND_STORE_URI" },
  { name: "MLFLOW_STORE_URI", instead: "MLflow reads MLFLOW_BACKEND_STORE_URI" },
  { name: "MLFLOW_DB_URI", instead: "MLflow reads MLFLOW_BACKEND_STORE_URI" },
  { name: "MLFLOW_DATABASE_URI", instead: "MLflow reads MLFLOW_BACKEND_STORE_URI" },
  { name: "MLFLOW_ARTIFACT_ROOT", instead: ARTIFACTS },
  { name: "MLFLOW_ARTIFACT_URI", instead: ARTIFACTS },
  { name: "MLFLOW_ARTIFACTS_URI", instead: ARTIFACTS },
  { name: "MLFLOW_ARTIFACT_STORE", instead: ARTIFACTS },
  { name: "MLFLOW_ARTIFACT_DESTINATION", instead: "MLflow reads MLFLOW_ARTIFACTS_DESTINATION" },
  { name: "MLFLOW_ROOT_PATH", instead: "MLflow reads MLFLOW_STATIC_PREFIX" },
  { name: "MLFLOW_URL_PREFIX", instead: "MLflow reads MLFLOW_STATIC_PREFIX" },
  {
    name: "MLFLOW_USERNAME",
    instead: "a login is switched on with --app-name basic-auth, for MLFLOW_AUTH_ADMIN_USERNAME",
  },
  {
    name: "MLFLOW_PASSWORD",
    instead:
      "a login is switched on with --app-name basic-auth and reads MLFLOW_AUTH_ADMIN_PASSWORD",
  },
  // Settings of other layers: Flask's own server, Django, gunicorn's default, images with a proxy in front.
  { name: "FLASK_RUN_HOST", instead: "MLflow reads MLFLOW_HOST" },
  { name: "FLASK_RUN_PORT", instead: "MLflow reads MLFLOW_PORT" },
  { name: "FLASK_SECRET_KEY", instead: "MLflow reads MLFLOW_FLASK_SERVER_SECRET_KEY" },
  { name: "ALLOWED_HOSTS", instead: "MLflow reads MLFLOW_SERVER_ALLOWED_HOSTS" },
  { name: "TRUSTED_HOSTS", instead: "MLflow reads MLFLOW_SERVER_ALLOWED_HOSTS" },
  { name: "CORS_ALLOWED_ORIGINS", instead: "MLflow reads MLFLOW_SERVER_CORS_ALLOWED_ORIGINS" },
  { name: "WEB_CONCURRENCY", instead: "MLflow reads MLFLOW_WORKERS" },
  {
    name: "BASIC_AUTH_PASSWORD",
    instead:
      "a login is switched on with --app-name basic-auth and reads MLFLOW_AUTH_ADMIN_PASSWORD",
  },
  { name: "MLFLOW_ENV_FILE", instead: "give --guard-env-file FILE" },
  {
    name: "MLFLOW_WAITRESS_OPTS",
    instead: "MLflow takes --waitress-opts on the command line only",
  },
  { name: "MLFLOW_GUARD_UNSAFE", instead: "an opt-out stands on the command line only" },
  { name: "MLFLOW_GUARD_REASON", instead: "an opt-out stands on the command line only" },
  { name: "MLFLOW_GUARD_UNTIL", instead: "an opt-out stands on the command line only" },
  { name: "MLFLOW_GUARD_PUBLISHED", instead: "this claim stands on the command line only" },
  { name: "MLFLOW_GUARD_BEHIND_PROXY", instead: "this claim stands on the command line only" },
];
