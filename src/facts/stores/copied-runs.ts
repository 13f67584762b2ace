import { statSync } from "node:fs";
import { join } from "node:path";
import { readRegularFile } from "../../secrets/regular-file.ts";
import { namesIn } from "../mlflow/installation.ts";

/** KiB of a database that are looked through: a refusal is fast. */
const LARGEST_KIB = 64 * 1024;

/** What is looked at: the newest run of each of the first experiments. */
const MOST = { experiments: 8, runs: 2000 };

/**
 * Has a SQLite database the runs of a folder of files? Their ids are random (UUIDs), MLflow's copy keeps them, and
 * SQLite writes them as text.
 * @returns `copied` also where the folder has no runs; `unknown` where the database is too large to be looked through, or
 *   cannot be read.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/store/fs2db/__init__.py
 */
export function holdsRunsOf(database: string, folder: string): "copied" | "other" | "unknown" {
  const read = readRegularFile(database, LARGEST_KIB);
  if (!("bytes" in read)) return "unknown";
  const { bytes } = read;
  const all = newestRuns(folder).every((run) => bytes.includes(run));
  return all && bytes.length > 0 ? "copied" : "other";
}

function newestRuns(folder: string): string[] {
  const experiments = namesIn(folder).filter((name) => /^\p{Nd}+$/u.test(name));
  return experiments.slice(0, MOST.experiments).flatMap((name) => {
    const experiment = join(folder, name);
    const [newest] = namesIn(experiment)
      .filter((one) => /^[0-9a-f]{32}$/.test(one))
      .slice(0, MOST.runs)
      .map((run) => ({ run, made: timeOf(join(experiment, run, "meta.yaml")) }))
      .sort((one, other) => other.made - one.made);
    return newest && newest.made > 0 ? [newest.run] : [];
  });
}

/** Zero where there is no such file. */
function timeOf(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  } catch {
    return 0;
  }
}
