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
