import { readVariable } from "../intent/environment/environment.ts";
import type { ServerIntent, Setting } from "../intent/types.ts";
import type { Repair } from "./types.ts";

/** What the server reads in place of the option (`PROMETHEUS_EXPORTER_ENV_VAR` in `mlflow/server/constants.py`). */
const VARIABLE = "prometheus_multiproc_dir";

/** What switches `/metrics` on: the option, or the variable behind it. */
export function metricsSetting({
  exposePrometheus,
  environment,
}: ServerIntent): Setting | undefined {
  if (exposePrometheus?.value) return exposePrometheus;
  return readVariable(environment, VARIABLE);
}

/** Switches it off, wherever it was switched on. */
export function withoutMetrics({ exposePrometheus, environment }: ServerIntent): Repair {
  const variables = ["MLFLOW_EXPOSE_PROMETHEUS", VARIABLE].filter((name) =>
    readVariable(environment, name),
  );
  return { drop: exposePrometheus ? ["expose-prometheus"] : [], blank: variables };
}
