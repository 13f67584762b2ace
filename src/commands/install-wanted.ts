import type { ServerIntent } from "../intent/types.ts";
import { confirmUsual } from "../launch/confirm.ts";
import { MANAGED_VERSION } from "../mlflow/versions.ts";
import type { Ports } from "../ports.ts";
import { installMlflow } from "./install-mlflow.ts";

const TESTED = { version: undefined, python: undefined, stray: undefined };

/**
 * Installs the tested MLflow if none is there and the person wants it: by `--guard-install`, or asked at a terminal.
 * @returns the exit code of the installation; null if nobody wants one.
 */
export async function installWanted({ guard }: ServerIntent, ports: Ports): Promise<number | null> {
  const wanted = guard.has("guard-install") || (await isAgreed(ports));
  // stdout is MLflow's.
  return wanted ? installMlflow(TESTED, { ...ports, out: () => true }) : null;
}

async function isAgreed({ stdinIsTerminal, stderrIsTerminal, err }: Ports): Promise<boolean> {
  if (!stdinIsTerminal || !stderrIsTerminal) return false;
  const question = `mlflow-guard: no MLflow was found. Install MLflow ${MANAGED_VERSION} now?`;
  return confirmUsual(question, err);
}
