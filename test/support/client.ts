import { makeFolder, PYTHON, start } from "./guard.ts";

const CLIENT = `
import mlflow
mlflow.set_experiment("from-a-client")
with mlflow.start_run() as run:
    mlflow.log_metric("score", 0.75)
print("logged", mlflow.get_run(run.info.run_id).data.metrics["score"])
`;

/**
 * A real client logs a run and reads it back.
 * @param python of the client's MLflow; the managed one by default.
 * @returns all it printed: `logged 0.75`, or why not.
 */
export async function logRun(
  uri: string,
  account: { readonly user: string; readonly password: string } | null,
  python: string = PYTHON,
): Promise<string> {
  const login = account && {
    MLFLOW_TRACKING_USERNAME: account.user,
    MLFLOW_TRACKING_PASSWORD: account.password,
  };
  const env = { MLFLOW_TRACKING_URI: uri, HOME: makeFolder(), ...login };
  const { stdout, stderr } = await start(python, ["-c", CLIENT], { env }).ended;
  return stdout + stderr;
}
