import type { MissingMlflow } from "../facts/mlflow/find.ts";
import type { AuditProblem } from "../launch/audit/audit-problem.ts";
import { renderJson } from "../report/json.ts";
import type { Decided } from "../server/decide.ts";
import { draftPlan } from "../server/draft-plan.ts";

/**
 * The answer of `check` for machines.
 * @param missing why no MLflow can be launched; null if one can.
 * @param audit why a start would not take its audit log; null if it would.
 */
export function checkJson(
  { intent, facts, decision }: Decided,
  missing: MissingMlflow | null,
  audit: AuditProblem | null,
): string {
  return renderJson(decision, facts, draftPlan(intent, facts, decision), missing, audit);
}
