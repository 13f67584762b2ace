import type { Secret } from "../secrets/secret.ts";

/** A file of the run's private folder. */
export interface PrivateFile {
  readonly name: string;
  readonly content: Secret;
}

/** Exactly what will run. */
export interface LaunchPlan {
  readonly executable: string;
  readonly argv: readonly string[];
  /** The whole environment of the child. */
  readonly environment: ReadonlyMap<string, string>;
  /** Names that the launcher adds or changes, and names of the operator's that do not reach MLflow. */
  readonly set: readonly string[];
  readonly removed: readonly string[];
  readonly listeners: readonly { readonly address: string; readonly port: number }[];
  readonly privateFiles: readonly PrivateFile[];
  /** Where a client finds the server. */
  readonly url: string;
  /** Where the launcher asks whether it answers, on the same machine. */
  readonly probeUrl: string;
  /** What was made ineffective, in words. */
  readonly notes: readonly string[];
}

export const AUTH_CONFIG_FILE = "basic_auth.ini";
export const GUNICORN_CONFIG_FILE = "gunicorn.conf.py";
/** Stays empty: Python may look for modules there and finds none. */
export const EMPTY_FOLDER = "empty";
