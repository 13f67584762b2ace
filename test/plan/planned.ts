import { buildPlan, type Place } from "../../src/plan/build-plan.ts";
import type { LaunchPlan } from "../../src/plan/types.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { decisionOf, factsOf, intentOf, MLFLOW, type Scene } from "../support/world.ts";

export const PLACE: Place = {
  privateFolder: "/run/guard",
  port: 5000,
  stopTimeout: 30,
  sparePassword: new Secret("spare-and-never-used"),
};

/** The plan of a scene, whatever was decided on it. */
export function planOf(scene: Scene, place: Partial<Place> = {}): LaunchPlan {
  const facts = factsOf(scene);
  const mlflow = facts.mlflow ?? MLFLOW;
  const { intent } = intentOf(scene);
  return buildPlan(intent, facts, decisionOf(scene), mlflow, { ...PLACE, ...place });
}

/** The value behind an option of the plan. */
export function valueIn({ argv }: LaunchPlan, option: string): string | undefined {
  const inline = argv.find((word) => word.startsWith(`${option}=`));
  const at = argv.indexOf(option);
  return inline?.slice(option.length + 1) ?? (at === -1 ? undefined : argv[at + 1]);
}
