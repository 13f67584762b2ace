import type { EnvFileEntry } from "./env-file.ts";
import type { Setting } from "./types.ts";

/** Where the entries of an env file come from decides how much they may say. */
export type EnvFileAuthority = "named" | "found";

/**
 * Loads code or moves where code is loaded from: never taken from an env file that was merely found. MLflow's jobs
 * install `MLFLOW_HOME` (`server/jobs/__init__.py`), run `MLFLOW_CONDA_*` and unpickle what that Redis holds (huey).
 */
const CODE_LOADING = new Set([
  "MLFLOW_AUTH_CONFIG_PATH",
  "MLFLOW_HOME",
  "MLFLOW_ENV_ROOT",
  "MLFLOW_CONDA_HOME",
  "MLFLOW_CONDA_CREATE_ENV_CMD",
  "MLFLOW_SERVER_JOB_HUEY_REDIS_URL",
  // Jobs run in that image, by that daemon, which owns its machine.
  "MLFLOW_JOBS_DOCKER_HOST",
  "MLFLOW_JOB_IMAGE",
  // Code that clients send, and pickles, are run; files are read for keys.
  "MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS",
  "MLFLOW_ALLOW_PICKLE_DESERIALIZATION",
  "MLFLOW_GATEWAY_RESOLVE_API_KEY_FROM_FILE",
]);

/**
 * Lays an env file under the real environment. A variable that is exported, even empty, blocks the file
 * (python-dotenv with `override=False`, which is what `mlflow --env-file` does).
 */
export function layerEnvironment(
  real: Readonly<Record<string, string | undefined>>,
  entries: readonly Pick<EnvFileEntry, "name" | "value" | "line">[],
  file: string,
  authority: EnvFileAuthority,
): Map<string, Setting> {
  const layered = new Map<string, Setting>();
  for (const { name, value, line } of entries) {
    if (authority === "named" || mayBeFound(name)) {
      layered.set(name, { value, origin: { kind: "file", name, file, line } });
    }
  }
  for (const [name, value] of Object.entries(real)) {
    if (value !== undefined) layered.set(name, { value, origin: { kind: "env", name } });
  }
  return layered;
}

function mayBeFound(name: string): boolean {
  return name.startsWith("MLFLOW_") && !name.startsWith("MLFLOW_GUARD_") && !CODE_LOADING.has(name);
}

/** A variable as click sees it: an empty one counts as not set. */
export function readVariable(
  environment: ReadonlyMap<string, Setting>,
  name: string | undefined,
): Setting | undefined {
  const setting = name === undefined ? undefined : environment.get(name);
  return setting?.value ? setting : undefined;
}
