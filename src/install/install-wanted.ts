import type { ServerIntent } from "../intent/types.ts";
import { confirmUsual } from "../launch/confirm.ts";
import { MANAGED_VERSION } from "../mlflow/versions/versions.ts";
import type { Ports } from "../ports.ts";
import type { Reporter } from "../report/reporter.ts";
import { installMlflow } from "./install-mlflow.ts";

const TESTED = { version: undefined, python: undefined, stray: undefined };

/**
 * Installs the tested MLflow if none is there and the person wants it: by `--guard-install`, or asked at a terminal.
 * @returns the exit code of the installation; null if nobody wants one.
 */
export async function installWanted(
  { install }: ServerIntent,
  given: Ports,
  { said, progress }: Reporter,
): Promise<number | null> {
  // stdout is MLflow's; a line that replaces itself is for a terminal, and for text.
  const stderrIsTerminal = given.stderrIsTerminal && progress;
  const ports = { ...given, out: () => true, err: said, stderrIsTerminal };
  const wanted = install || (await isAgreed({ ...given, err: said }));
  return wanted ? installMlflow(TESTED, ports) : null;
}

async function isAgreed(ports: Ports): Promise<boolean> {
  if (!ports.stdinIsTerminal || !ports.stderrIsTerminal) return false;
  const question = `mlflow-guard: no MLflow was found. Install MLflow ${MANAGED_VERSION} now?`;
  return confirmUsual(question, ports);
}
