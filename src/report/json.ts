import { EXIT } from "../exit-codes.ts";
import type { MissingMlflow } from "../facts/mlflow/find.ts";
import type { Facts } from "../facts/types.ts";
import type { AuditProblem } from "../launch/audit/audit-problem.ts";
import type { LaunchPlan } from "../plan/types.ts";
import type { Decision, Finding } from "../policy/types.ts";
import { visible } from "../secrets/quoted.ts";
import { auditLog } from "./endings/failed-starts.ts";
import { renderReason } from "./exposure.ts";

/** The machine-readable decision; its schema is `schema/check.schema.json`. */
export function renderJson(
  decision: Decision,
  facts: Facts,
  plan: LaunchPlan | null,
  missing: MissingMlflow | null = null,
  audit: AuditProblem | null = null,
): string {
  const { exposure, login, findings, waived, remedy, verdict } = decision;
  const { level, requested, port, addresses, because } = exposure;
  const report = {
    schemaVersion: 1,
    verdict,
    exposure: { level, requested, port, addresses, because: because.map(renderReason) },
    login: { app: login.app, origin: login.origin },
    mlflow: facts.mlflow && { path: facts.mlflow.path, version: facts.mlflow.version },
    mlflowProblem: missing && {
      what: visible(missing.what),
      fix: missing.fix,
      exitCode: EXIT.unavailable,
    },
    auditLogProblem: audit && auditJson(audit),
    findings: findings.map(findingJson),
    waived: waived.map(({ rule, reason, until, daysLeft }) => ({
      id: rule,
      reason,
      until,
      daysLeft,
    })),
    remedy,
    plan: plan && {
      argv: [plan.executable, ...plan.argv],
      env: { set: plan.set, removed: plan.removed },
      listeners: plan.listeners,
    },
  };
  return `${inAscii(JSON.stringify(report, null, 2))}\n`;
}

/** The same document: whoever looks at it in a terminal sees no character that is none. */
export function inAscii(json: string): string {
  return json.replace(
    /[^\n\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function auditJson(problem: AuditProblem) {
  const { what, fix } = auditLog(problem);
  return { id: problem.id, what: visible(what), fix, exitCode: EXIT.notServing };
}

function findingJson({ id, severity, title, what, why, fix, origin, waivable, docs }: Finding) {
  return { id, severity, title, what: visible(what), why, fix, origin, waivable, docs };
}
