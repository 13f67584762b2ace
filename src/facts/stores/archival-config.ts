import { resolve } from "node:path";
import { settingName } from "../../intent/origin-name.ts";
import type { ServerIntent, UsageProblem } from "../../intent/types.ts";
import { findOption } from "../../mlflow/options/options.ts";
import { atLeast } from "../../mlflow/versions/versions.ts";
import { placeholderIn } from "../../secrets/placeholder.ts";
import { readRegularFile } from "../../secrets/regular-file.ts";
import { shownPath } from "../../secrets/uri.ts";

const LARGEST_KIB = 1024;
const OPTION = "trace-archival-config";

/**
 * What is wrong with the file that this option names: MLflow opens it after Python has started, and would hang at a
 * pipe.
 * @param version of MLflow; an older one has no such option, nor its variable.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/cli/__init__.py (`click.Path(exists=True, dir_okay=False)`)
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/tracing/trace_archival_config.py
 */
export function archivalConfigProblems(
  { traceArchivalConfig: setting }: ServerIntent,
  version: string | null,
  cwd: string,
): UsageProblem[] {
  const file = setting?.value ?? "";
  const known = atLeast(version, findOption(OPTION)?.since ?? "0");
  // A placeholder is said as one.
  if (!setting || !known || file === "" || placeholderIn(file, "path") !== null) return [];
  const problem = problemOf(resolve(cwd, file));
  if (problem === null) return [];
  const what = `${settingName(setting.origin)}: ${shownPath(file)} ${problem}`;
  return [{ what, fix: "name a YAML file with trace_archival: in it, or leave it out" }];
}

function problemOf(path: string): string | null {
  const read = readRegularFile(path, LARGEST_KIB);
  if ("problem" in read) return read.problem;
  return read.bytes.includes("trace_archival") ? null : "holds no trace_archival";
}
