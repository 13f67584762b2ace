import type { LaunchPlan } from "../../plan/types.ts";
import type { Ports } from "../../ports.ts";
import type { OwnQuestions } from "../../watch/access/own-questions.ts";
import type { ProcessView } from "../../watch/sockets/process-table.ts";
import type { Notice, Shown } from "../../watch/types.ts";
import type { Fault } from "../fault.ts";
import type { Output } from "../output/output.ts";
import type { PrivateFolder } from "../private/private-folder.ts";
import type { Ending } from "./ending.ts";
import type { FailedStart } from "./failed-start.ts";
import type { StopSignals } from "./stop-signals.ts";
import type { Stopped, Stopping } from "./stops.ts";

/** What a run is told, and whom it tells. */
export interface Supervision {
  readonly plan: LaunchPlan;
  /** MLflow's own. */
  readonly python: string;
  readonly ports: Ports;
  readonly signals: StopSignals;
  readonly output: Output;
  readonly own: OwnQuestions;
  readonly privateFolder: PrivateFolder;
  readonly audited: boolean;
  /** Shows at a terminal what is waited for. */
  readonly progress: boolean;
  /** Both in seconds. */
  readonly stopTimeout: number;
  readonly readyTimeout: number;
  /** Called after each look that succeeded, with the processes that left the group of the launch. */
  readonly looked: (outsiders: readonly ProcessView[]) => void;
  /** Called once, at readiness, with the seconds it took and what was seen. */
  readonly announce: (seconds: number, shown: Shown) => void;
  /** MLflow could not be started, or something of it could not be ended. */
  readonly notStarted: (failure: FailedStart) => void;
  /** Called once, if the launcher made a mistake or the system fails it. */
  readonly faulted: (fault: Fault) => void;
  /** Called once, at the end, where MLflow was not ready in time or ended unasked. */
  readonly failed: (ending: Ending) => void;
  /** Called once, when the server goes, and once when nothing is left of it. */
  readonly stopping: (stopping: Stopping) => void;
  readonly stopped: (stopped: Stopped) => void;
  /** What the watch has seen that stops nothing. */
  readonly noticed: (notice: Notice) => void;
  readonly rejectedHost: (name: string) => void;
}
