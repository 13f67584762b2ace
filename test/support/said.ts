import { renderJson } from "../../src/report/json.ts";
import { renderAllowed, renderRefusal } from "../../src/report/text.ts";
import { upgradeCommand } from "../../src/report/upgrade-command.ts";
import { planOf } from "../plan/planned.ts";
import { decisionOf, factsOf, intentOf, type Scene } from "./world.ts";

/** What is decided and planned of a scene, and all that is said about it, a text for each. */
export function saidOf(scene: Scene) {
  const decision = decisionOf(scene);
  const plan = decision.verdict === "allow" ? planOf(scene) : null;
  const said = [
    renderJson(decision, factsOf(scene), plan),
    renderRefusal(decision, "mlflow-guard"),
    renderAllowed(decision, "mlflow-guard"),
    upgradeCommand(intentOf(scene).intent, "mlflow"),
  ];
  return { decision, plan, said };
}
