import type { Origin } from "../../intent/types.ts";

/** A path in which this start would keep its data as files: MLflow takes it for a folder. */
export interface FileStore {
  readonly option: "backend-store-uri" | "registry-store-uri";
  /** It is that of the registry as well. */
  readonly both: boolean;
  /** Absolute, or from the working directory where it is below that. */
  readonly folder: string;
  /** What is there; `other` is anything that is no folder, or cannot be looked at. */
  readonly is: "folder" | "missing" | "sqlite" | "other";
  /** It holds experiments. */
  readonly experiments: boolean;
  readonly origin: Origin;
  /** A SQLite URI whose file is not there yet. */
  readonly target: string;
  /** Does `mlflow.db` in the working directory have the runs of this folder? Null where that is no database. */
  readonly here: "copied" | "other" | "unknown" | null;
}
