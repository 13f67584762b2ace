/**
 * What an env file may set. It says which store, account and endpoint to use, never which code runs: a list of the
 * names that load code would have no end (AWS_CONFIG_FILE names a credential_process, ODBCSYSINI a driver, KUBECONFIG an
 * exec plugin, PGSSLKEY an OpenSSL engine), so this one names what is plain.
 *
 * Sources: `mlflow/environment_variables.py` of 3.17.2. The others are the plain settings of boto3, azure-identity, libpq,
 * MySQL, OpenTelemetry and mlflow-oidc-auth, picked by name; what is not here can be admitted by the command line.
 */
export const ADMITTED = [
  "MLFLOW_\\w+",
  "AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|REGION|DEFAULT_REGION|ENDPOINT_URL(?:_\\w+)?)",
  // It selects among the operator's own profiles: the file that holds them (AWS_CONFIG_FILE) is not for an env file to say.
  "AWS_PROFILE",
  "AZURE_(?:CLIENT_ID|CLIENT_SECRET|TENANT_ID|AUTHORITY_HOST|STORAGE_(?:ACCOUNT|CONNECTION_STRING|ACCESS_KEY|ACCOUNT_NAME|ACCOUNT_KEY))",
  // A credential, not code: google-auth runs the executable that such a file names only with GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1
  // (google/auth/pluggable.py), which is not for an env file to say.
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_CLOUD_PROJECT|STORAGE_EMULATOR_HOST",
  "DATABRICKS_HOST",
  "PG(?:HOST|HOSTADDR|PORT|DATABASE|USER|PASSWORD|SSLMODE)|MYSQL_(?:HOST|TCP_PORT|PWD|USER|PASSWORD|DATABASE|ROOT_PASSWORD)",
  "POSTGRES_(?:USER|PASSWORD|DB|HOST|PORT)|MINIO_(?:ROOT_USER|ROOT_PASSWORD|ACCESS_KEY|SECRET_KEY)",
  // What ends so is a credential or an address by everybody's convention.
  "[A-Z][A-Z0-9_]*_(?:API_KEY|TOKEN|PASSWORD|BASE_URL|API_BASE)",
  "OTEL_EXPORTER_OTLP_(?:\\w+_)?(?:ENDPOINT|HEADERS|PROTOCOL)|OTEL_SERVICE_NAME",
  "OIDC_(?:DISCOVERY_URL|CLIENT_ID|CLIENT_SECRET|PUBLIC_CLIENT|REDIRECT_URI|SCOPE|PROVIDER_DISPLAY_NAME|GROUP_NAME|ADMIN_GROUP_NAME|USERS_DB_URI)",
  "SECRET_KEY|SESSION_TOKEN_ENCRYPTION_KEY|SESSION_COOKIE_SECURE",
  "(?:SECRET_KEY|OIDC_CLIENT_SECRET|OIDC_USERS_DB_URI|SESSION_TOKEN_ENCRYPTION_KEY)_FILE",
  "(?:HTTPS?|ALL|NO|FTP)_PROXY|(?:https?|all|no|ftp)_proxy",
  "LANG|LANGUAGE|LC_[A-Z]+|TZ",
];

const PLAIN = new RegExp(`^(?:${ADMITTED.join("|")})$`);

/** Families of the loader, Python and git: no convention of a name's end makes one of them plain. */
const NEVER_PLAIN = /^(?:PYTHON|LD_|DYLD_|GIT_|SSH_|SUDO_|OPENSSL_|NODE_|PIP_|UV_|CONDA_)/;

/**
 * MLflow's own variables that choose code or an image to run. MLflow's jobs install `MLFLOW_HOME`
 * (`server/jobs/__init__.py`), run `MLFLOW_CONDA_*` and unpickle what that Redis holds (huey).
 */
export const CODE_LOADING = new Set([
  "MLFLOW_HOME",
  "MLFLOW_ENV_ROOT",
  "MLFLOW_CONDA_HOME",
  "MLFLOW_CONDA_CREATE_ENV_CMD",
  "MLFLOW_SERVER_JOB_HUEY_REDIS_URL",
  // Jobs run in that image, by that daemon, which owns its machine.
  "MLFLOW_JOBS_DOCKER_HOST",
  "MLFLOW_JOB_IMAGE",
  "MLFLOW_SANDBOX_DOCKER_IMAGE",
  "MLFLOW_ASSISTANT_SANDBOX_CLI_IMAGE",
  "MLFLOW_WHEELED_MODEL_PIP_DOWNLOAD_OPTIONS",
  // Code that clients send, and pickles, are run; files are read for keys.
  "MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS",
  "MLFLOW_ALLOW_PICKLE_DESERIALIZATION",
  "MLFLOW_GATEWAY_RESOLVE_API_KEY_FROM_FILE",
]);

/** Where the entries of an env file come from decides how much they may say. */
export type EnvFileAuthority = "named" | "found";

/** May an env file set this? One that was only found speaks of MLflow alone, and not of the launcher or the login's code. */
export function mayEnvFileSet(name: string, authority: EnvFileAuthority): boolean {
  const plain = PLAIN.test(name) && !NEVER_PLAIN.test(name) && !CODE_LOADING.has(name);
  if (authority === "named") return plain;
  return plain && isMlflows(name) && !isLaunchers(name) && name !== "MLFLOW_AUTH_CONFIG_PATH";
}

export function isMlflows(name: string): boolean {
  return name.startsWith("MLFLOW_");
}

export function isLaunchers(name: string): boolean {
  return name.startsWith("MLFLOW_GUARD_");
}
