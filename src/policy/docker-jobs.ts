import { needing, variableWord } from "../shell/command.ts";

const DAEMON = "MLFLOW_JOBS_DOCKER_HOST";

/**
 * Lists the containers of jobs that still run; the label is MLflow's own (`mlflow/server/jobs/docker_executor.py` of
 * 3.18.0).
 * @param elsewhere the daemon is the one of `MLFLOW_JOBS_DOCKER_HOST`.
 */
export function listContainers(elsewhere: boolean): string {
  const list = (host: string) => `docker${host} ps --filter label=mlflow.job_id`;
  if (!elsewhere) return list("");
  return needing(
    DAEMON,
    `first put the address of the daemon into ${DAEMON}`,
    list(` --host ${variableWord(DAEMON)}`),
  );
}
