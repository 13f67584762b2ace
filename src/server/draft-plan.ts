import type { Facts } from "../facts/types.ts";
import type { ServerIntent } from "../intent/types.ts";
import { stopTimeout } from "../launch/life/timeouts.ts";
import { buildPlan } from "../plan/build-plan.ts";
import type { LaunchPlan } from "../plan/types.ts";
import type { Decision } from "../policy/types.ts";
import { Secret } from "../secrets/secret.ts";

/** The plan as far as it is known without starting anything; null if nothing would be launched. */
export function draftPlan(
  intent: ServerIntent,
  facts: Facts,
  decision: Decision,
): LaunchPlan | null {
  if (decision.verdict === "refuse" || !facts.mlflow) return null;
  return buildPlan(intent, facts, decision, facts.mlflow, {
    privateFolder: "<private>",
    port: decision.exposure.port,
    stopTimeout: stopTimeout(intent, false),
    sparePassword: new Secret("spare"),
  });
}
