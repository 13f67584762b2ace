/**
 * Lists the containers of jobs that still run; the label is MLflow's own (`mlflow/server/jobs/docker_executor.py` of
 * 3.18.0).
 * @param elsewhere the daemon is the one of `MLFLOW_JOBS_DOCKER_HOST`.
 */
export function listContainers(elsewhere: boolean): string {
  const host = elsewhere ? ' --host "${MLFLOW_JOBS_DOCKER_HOST:?}"' : "";
  return `docker${host} ps --filter label=mlflow.job_id`;
}
