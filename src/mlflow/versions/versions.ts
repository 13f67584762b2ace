import { clean, gte, rcompare, valid } from "@renovatebot/pep440";

/**
 * What changed in MLflow and when, as data. Each first version was read in the wheels around it.
 * @see https://github.com/mlflow/mlflow/releases
 */
export const FIRST_VERSION = {
  /** `MLFLOW_FLASK_SERVER_SECRET_KEY` is required and `mlflow[auth]` (Flask-WTF) exists. */
  secretKeyRequired: "2.20.2",
  /** `--allowed-hosts`, `--cors-allowed-origins` and their variables. */
  hostValidation: "3.5.0",
  /** `MLFLOW_AUTH_ADMIN_USERNAME`/`_PASSWORD`; before, only the authorization config sets the first admin. */
  adminPasswordVariable: "3.16.1",
  /** The AI gateway keeps provider keys in the database, encrypted (`mlflow/utils/crypto.py`). */
  gatewaySecrets: "3.8.0",
  /** The Assistant, which runs commands on the host for whoever counts as local (`mlflow/server/assistant/api.py`). */
  assistant: "3.9.0",
  /** basic-auth asks on the Assistant's routes, too. */
  assistantBehindLogin: "3.10.0",
  /** `MLFLOW_ENABLE_REMOTE_ASSISTANT`. */
  remoteAssistant: "3.15.0",
  /** Whoever comes with a forwarding header is remote to the Assistant (GHSA-7xcw-g7v8-rq26). */
  assistantSeesForwarding: "3.18.0",
  /** A prefix that begins like an open path no longer switches the login off. */
  staticPrefixSafe: "3.18.0",
  /** `MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS`: jobs run the source text of scorers (`mlflow/genai/scorers/base.py`). */
  customScorers: "3.17.0",
  /** Without `mlruns/` of an older start the data is in a database (`_get_default_tracking_uri`). */
  sqliteDefault: "3.7.0",
  /** The folder of a SQLite database is made (`mlflow/store/db/utils.py`, `_make_parent_dirs_if_sqlite`). */
  sqliteFolderMade: "3.7.0",
  /** A store in files is an error, unless `MLFLOW_ALLOW_FILE_STORE` is set (`mlflow/store/tracking/file_store.py`). */
  fileStoreRefused: "3.13.0",
  /** Jobs in containers of a Docker daemon (`mlflow/server/jobs/docker_executor.py`). */
  dockerJobs: "3.18.0",
  /** uvicorn is the default server; before, gunicorn. */
  uvicornDefault: "3.3.0",
} as const;

export type Capability = keyof typeof FIRST_VERSION;

/** The MLflow that is installed by `install-mlflow` and that the tests run. */
export const MANAGED_VERSION = "3.17.2";

/**
 * A newer MLflow that `install-mlflow` does not take: of the packages that it pins, the public index lacked these.
 * @see https://pypi.org/project/mlflow-skinny/#history
 */
export const KNOWN_NEWER = {
  version: "3.18.0",
  missing: ["mlflow-skinny", "mlflow-tracing"],
  /** The day of the look. */
  seen: "2026-11-28",
} as const;

/** Has this version the capability? An unknown version is taken for the managed one. */
export function has(version: string | null, capability: Capability): boolean {
  return atLeast(version, FIRST_VERSION[capability]);
}

/** Is `version` (PEP 440) at least `wanted`? An unknown version is taken for the managed one. */
export function atLeast(version: string | null, wanted: string): boolean {
  const text = version ?? MANAGED_VERSION;
  // Nearly all of them: the expression for the others costs more than the rest of a rule.
  if (PLAIN.test(text) && PLAIN.test(wanted)) return isPlainAtLeast(text, wanted);
  return gte(text, wanted);
}

const PLAIN = /^\d+(?:\.\d+)*$/;

function isPlainAtLeast(text: string, wanted: string): boolean {
  const [one, other] = [text, wanted].map((version) => version.split(".").map(Number));
  for (let at = 0; at < Math.max(one?.length ?? 0, other?.length ?? 0); at++) {
    const difference = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The versions [from, below). */
export interface VersionRange {
  readonly from: string;
  readonly below: string;
}

/** Does a version lie in [from, below)? A range without an end has none. */
export function inRange(version: string, range: { from: string; below: string | null }): boolean {
  return atLeast(version, range.from) && (range.below === null || !atLeast(version, range.below));
}

export function isVersion(text: string): boolean {
  return valid(text) !== null;
}

/** An exact PEP 440 version in its normal form; null for everything else (ranges, `3.*`, `latest`). */
export function exactVersion(text: string): string | null {
  return /^\s*\d+\.\d+\.\d/.test(text) && isVersion(text) ? clean(text) : null;
}

export function newestFirst(versions: readonly string[]): string[] {
  return versions.filter(isVersion).sort(rcompare);
}
