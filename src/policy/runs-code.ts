import { readVariable } from "../intent/environment/environment.ts";
import type { Setting } from "../intent/types.ts";
import { has } from "../mlflow/versions/versions.ts";
import { advisoriesFor } from "./advisories.ts";
import { describeOrigin } from "./exposure/exposure.ts";
import { assistantSwitch } from "./rules/remote-assistant.ts";
import type { World } from "./types.ts";

const CUSTOM_SCORERS = "MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS";
const JOBS = "MLFLOW_SERVER_ENABLE_JOB_EXECUTION";

/**
 * What lets anyone who reaches the port run code on the machine: weaknesses of the version to be launched, published as
 * such, and settings that mean it. Empty where the version is not known.
 */
export function runsCode(world: World): string[] {
  const { mlflow } = world.facts;
  if (!mlflow) return [];
  const published = advisoriesFor(world, mlflow.version).filter(
    ({ runsCode, reach }) => runsCode === true && reach === "network",
  );
  const settings = [customScorers(world, mlflow.version), assistantSwitch(world)];
  return [
    ...new Set(published.map(({ id }) => id)),
    ...settings.flatMap((setting) => (setting ? [describeOrigin(setting.origin)] : [])),
  ];
}

/** A job runs what the caller has registered; jobs are on unless they are switched off. */
function customScorers({ intent: { environment } }: World, version: string): Setting | null {
  const setting = readVariable(environment, CUSTOM_SCORERS);
  const jobs = readVariable(environment, JOBS);
  const off = jobs !== undefined && !isOn(jobs);
  return setting && isOn(setting) && !off && has(version, "customScorers") ? setting : null;
}

/** As MLflow reads it (`_BooleanEnvironmentVariable`). */
function isOn({ value }: Setting): boolean {
  return /^(?:true|1)$/i.test(value);
}
