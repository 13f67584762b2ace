/**
 * MLflow's own commands beside `server` and `ui`, which the launcher has, too.
 *
 * Source: `mlflow --help` of 3.17.2; `gateway` is there where its packages are.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/cli/__init__.py
 */
export const MLFLOW_COMMANDS: ReadonlySet<string> = new Set([
  "agent",
  "ai-commands",
  "artifacts",
  "assistant",
  "autolog",
  "crypto",
  "datasets",
  "db",
  "demo",
  "deployments",
  "doctor",
  "experiments",
  "gateway",
  "gc",
  "mcp",
  "migrate-filestore",
  "models",
  "run",
  "runs",
  "sagemaker",
  "scorers",
  "skills",
  "traces",
]);
