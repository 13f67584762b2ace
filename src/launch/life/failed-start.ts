import type { Unwritable } from "../../facts/stores/writable.ts";
import type { AuditProblem } from "../audit/audit-problem.ts";
import type { PortProblem } from "../port.ts";
import type { Tried } from "../private/private-folder.ts";
import type { SpawnFailure } from "../process/spawn-failure.ts";

/** Why there is no private folder for a start; `report/failed-starts.ts` has the words. */
export type PrivateFolderProblem = {
  readonly id: "private-folder-unusable";
  /** Names another folder for it. */
  readonly variable: "XDG_STATE_HOME" | "TMPDIR";
} & (
  | { readonly why: "not-made"; readonly tried: readonly Tried[] }
  /** `error` is the system's code. */
  | { readonly why: "not-written"; readonly candidates: readonly string[]; readonly error: string }
);

/** Processes that live on after SIGKILL; none where they cannot be looked at. */
export interface ProcessesLeft {
  readonly id: "process-left";
  readonly pids: readonly number[];
}

/** What kept MLflow from being started, or the launcher from ending all of it; `report/failed-starts.ts` has the words. */
export type FailedStart =
  | Unwritable
  | PortProblem
  | AuditProblem
  | PrivateFolderProblem
  | SpawnFailure
  | ProcessesLeft;
