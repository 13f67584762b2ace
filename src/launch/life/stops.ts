import type { Violation } from "../../watch/types.ts";
import type { StopReason } from "./supervise.ts";

/** Why a server that was launched goes: the launcher stops it, or it ended by itself. */
export interface Stopping {
  readonly reason: StopReason | "ended";
  /** The signal that asked for it. */
  readonly signal: NodeJS.Signals | null;
  /** What was not as approved. */
  readonly violation: Violation | null;
  /** Seconds until what is still there is killed. */
  readonly atMost: number;
}

/** The same once nothing is left of it. */
export interface Stopped extends Omit<Stopping, "atMost"> {
  /** The launcher's exit code. */
  readonly code: number;
  /** How long it took. */
  readonly seconds: number;
  /** It did not end by itself, in its time or before a further signal. */
  readonly killed: boolean;
  /** What lists the containers of jobs that may still run, as a command; null if jobs run in none. */
  readonly jobContainers: string | null;
}
