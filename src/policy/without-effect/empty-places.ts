import { MLFLOW_OPTIONS, type MlflowOption } from "../../mlflow/options/options.ts";
import { shownUri } from "../../secrets/uri.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Hit, World } from "../types.ts";

/** Where MLflow keeps data and artifacts. */
const PLACES = MLFLOW_OPTIONS.filter(
  ({ name }) =>
    name.endsWith("store-uri") || ["default-artifact-root", "artifacts-destination"].includes(name),
);

/**
 * A place that was named with nothing in it, as a Compose file does whose variable is missing: MLflow then takes its
 * default, which is another store. No command goes on without it.
 */
export function emptyPlaces(world: World): Hit[] {
  return PLACES.flatMap((option) => {
    const origin = emptyOrigin(world, option);
    if (!origin) return [];
    return [
      {
        severity: "warning",
        what: `${describeOrigin(origin)} is empty and counts as not set: ${instead(world, option)}`,
        origin,
        repairs: [],
        notes: [
          {
            kind: "note",
            text: `put the URI that you mean into it; if you mean the default, take it out`,
          },
        ],
      },
    ];
  });
}

function emptyOrigin({ intent }: World, { name, env }: MlflowOption) {
  const typed = intent.options.get(name);
  if (typed) return typed.value === "" ? typed.origin : null;
  const variables = [env, `${env}_FILE`].map((one) => intent.environment.get(one ?? ""));
  return variables.find((setting) => setting?.value === "")?.origin ?? null;
}

function instead({ facts }: World, { name }: MlflowOption): string {
  return name === "backend-store-uri"
    ? `MLflow keeps its data in ${shownUri(facts.backendStore.reveal())}`
    : "MLflow takes its default";
}
