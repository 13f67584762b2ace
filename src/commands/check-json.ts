import { stopTimeout } from "../launch/timeouts.ts";
import type { MissingMlflow } from "../mlflow/find.ts";
import { buildPlan } from "../plan/build-plan.ts";
import { renderJson } from "../report/json.ts";
import { Secret } from "../secrets/secret.ts";
import type { Decided } from "./decide.ts";

/** The answer of `check` for machines. @param missing why no MLflow can be launched; null if one can. */
export function checkJson(decided: Decided, missing: MissingMlflow | null): string {
  return renderJson(decided.decision, decided.facts, planOf(decided), missing);
}

/** The plan as far as it can be told without starting anything. */
function planOf({ intent, facts, decision }: Decided) {
  if (decision.verdict === "refuse" || !facts.mlflow) return null;
  const place = {
    privateFolder: "<private>",
    port: decision.exposure.port,
    stopTimeout: stopTimeout(intent, false),
    sparePassword: new Secret("spare"),
  };
  return buildPlan(intent, facts, decision, facts.mlflow, place);
}
