/** The variables that hold secrets, and what each is for. */
export const SECRET_KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
export const ADMIN_USERNAME = "MLFLOW_AUTH_ADMIN_USERNAME";
export const ADMIN_PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
/** Encrypts the provider keys of MLflow's AI gateway in the database. */
export const KEK_PASSPHRASE = "MLFLOW_CRYPTO_KEK_PASSPHRASE";

/** Variables whose value may be read from the file named by `NAME_FILE`. */
export const FILE_TWINS: readonly string[] = [
  SECRET_KEY,
  ADMIN_USERNAME,
  ADMIN_PASSWORD,
  KEK_PASSPHRASE,
  "MLFLOW_BACKEND_STORE_URI",
  "MLFLOW_READ_REPLICA_BACKEND_STORE_URI",
  "MLFLOW_REGISTRY_STORE_URI",
  "MLFLOW_WORKSPACE_STORE_URI",
  "MLFLOW_DEFAULT_ARTIFACT_ROOT",
  "MLFLOW_ARTIFACTS_DESTINATION",
];
