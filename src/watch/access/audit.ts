import { type Access, readAccess } from "../../mlflow/access-line.ts";
import { isSensitive } from "../../mlflow/login/sensitive-paths.ts";
import type { OwnQuestions } from "./own-questions.ts";

/**
 * Picks the audited requests out of what MLflow writes.
 * @param own are left out.
 * @returns takes MLflow's lines.
 */
export function auditLines(
  own: OwnQuestions,
  record: (access: Access) => void,
): (line: string) => void {
  return (line) => {
    // Nearly every line of a busy server comes through here.
    const access = line.includes(" HTTP/") ? readAccess(line) : null;
    if (!access || own.take(access.client, access.clientPort)) return;
    if (isSensitive(access.method, access.path)) record(access);
  };
}
