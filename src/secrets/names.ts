/** The variables that hold secrets, and what each is for. */
export const SECRET_KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
export const ADMIN_USERNAME = "MLFLOW_AUTH_ADMIN_USERNAME";
export const ADMIN_PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
/** Encrypts the provider keys of MLflow's AI gateway in the database. */
export const KEK_PASSPHRASE = "MLFLOW_CRYPTO_KEK_PASSPHRASE";
/**
 * Which passphrase in order it is; `mlflow crypto rotate-kek` counts it up.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/cli/crypto.py
 */
export const KEK_VERSION = "MLFLOW_CRYPTO_KEK_VERSION";
/** Where `init` keeps the passphrase that was rotated, until what is stored is encrypted anew. */
export const KEK_BEFORE = "MLFLOW_CRYPTO_KEK_PASSPHRASE_BEFORE";
/** Where the accounts are, in place of the authorization config's `database_uri`; the launcher's own. */
export const AUTH_DATABASE_URI = "MLFLOW_GUARD_AUTH_DATABASE_URI";

/** Signs the session cookies of mlflow-oidc-auth. */
export const OIDC_SECRET_KEY = "SECRET_KEY";
export const OIDC_CLIENT_SECRET = "OIDC_CLIENT_SECRET";

/** Variables whose value may be read from the file named by `NAME_FILE`. */
export const FILE_TWINS: readonly string[] = [
  SECRET_KEY,
  ADMIN_USERNAME,
  ADMIN_PASSWORD,
  KEK_PASSPHRASE,
  KEK_VERSION,
  AUTH_DATABASE_URI,
  "MLFLOW_BACKEND_STORE_URI",
  "MLFLOW_READ_REPLICA_BACKEND_STORE_URI",
  "MLFLOW_REGISTRY_STORE_URI",
  "MLFLOW_WORKSPACE_STORE_URI",
  "MLFLOW_DEFAULT_ARTIFACT_ROOT",
  "MLFLOW_ARTIFACTS_DESTINATION",
];

/** The same of a login plugin, by its app name: names so common that they are read for that app alone. */
export const PLUGIN_FILE_TWINS: Readonly<Record<string, readonly string[]>> = {
  "oidc-auth": [
    OIDC_SECRET_KEY,
    OIDC_CLIENT_SECRET,
    "OIDC_USERS_DB_URI",
    "SESSION_TOKEN_ENCRYPTION_KEY",
  ],
};

/** What `init` writes. */
export const WRITTEN_BY_INIT = [
  SECRET_KEY,
  ADMIN_USERNAME,
  ADMIN_PASSWORD,
  KEK_PASSPHRASE,
] as const;

/** What the login and the gateway's encryption rest on. */
export const LOGIN_SECRETS: readonly string[] = [SECRET_KEY, ADMIN_PASSWORD, KEK_PASSPHRASE];

/** The variable that this one sets: itself, or the one whose file it names. */
export function variableOf(name: string): string {
  const plain = name.replace(/_FILE$/, "");
  return FILE_TWINS.includes(plain) ? plain : name;
}
