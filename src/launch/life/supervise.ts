import { constants } from "node:os";
import { EXIT } from "../../exit-codes.ts";
import type { Fault } from "../fault.ts";
import type { SpawnFailure } from "../process/spawn-failure.ts";

/** Where a run stands. */
export type Phase = "starting" | "ready" | "stopping" | "killing" | "gone";

/** Why the launcher stops the server, if it does. */
export type StopReason = "asked" | "never-ready" | "died" | "guard" | Fault["whose"];

export interface RunState {
  readonly phase: Phase;
  readonly reason: StopReason | null;
  readonly exit: ChildExit | null;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it was never started; null or absent where it was. */
  readonly failure?: SpawnFailure | null;
}

export type RunEvent =
  | { readonly kind: "approved" }
  | { readonly kind: "ready-timeout" }
  | { readonly kind: "crash-loop" }
  | { readonly kind: "violated" }
  | { readonly kind: "fault"; readonly whose: Fault["whose"] }
  | { readonly kind: "signal" }
  | { readonly kind: "grace-over" }
  | { readonly kind: "exited"; readonly exit: ChildExit }
  | { readonly kind: "group-empty" }
  | { readonly kind: "given-up" };

export type Effect =
  | "announce"
  | "explain"
  | "terminate-group"
  | "kill-group"
  | "start-grace"
  | "await-group"
  | "finish";

export const STARTING: RunState = { phase: "starting", reason: null, exit: null };

/** The whole life of a run, pure: what happened and what is to be done about it. */
export function step(
  state: RunState,
  event: RunEvent,
): { state: RunState; effects: readonly Effect[] } {
  if (state.phase === "gone") return { state, effects: [] };
  switch (event.kind) {
    case "approved":
      return state.phase === "starting"
        ? { state: { ...state, phase: "ready" }, effects: ["announce"] }
        : { state, effects: [] };
    case "ready-timeout":
      return state.phase === "starting" ? stop(state, "never-ready") : { state, effects: [] };
    case "crash-loop":
      return stop(state, state.phase === "ready" ? "died" : "never-ready");
    case "violated":
      return stop(state, "guard");
    case "fault":
      return stop(state, event.whose);
    case "signal":
      return state.phase === "stopping" ? kill(state) : stop(state, "asked");
    case "grace-over":
      return state.phase === "stopping" ? kill(state) : { state, effects: [] };
    case "exited":
      return exited(state, event.exit);
    case "group-empty":
      return state.exit
        ? { state: { ...state, phase: "gone" }, effects: ["finish"] }
        : { state, effects: [] };
    case "given-up":
      return { state: { ...state, phase: "gone" }, effects: ["finish"] };
  }
}

function stop(state: RunState, reason: StopReason): { state: RunState; effects: Effect[] } {
  if (state.phase === "stopping" || state.phase === "killing") return { state, effects: [] };
  return {
    state: { ...state, phase: "stopping", reason },
    // First the deed, then the word: whoever reads the messages may have stopped reading.
    effects: ["terminate-group", "start-grace", "explain"],
  };
}

function kill(state: RunState): { state: RunState; effects: Effect[] } {
  return { state: { ...state, phase: "killing" }, effects: ["kill-group"] };
}

/** MLflow's wrapper went; what it left behind in its group goes too. */
function exited(state: RunState, exit: ChildExit): { state: RunState; effects: Effect[] } {
  const next: RunState = { ...state, exit };
  if (state.phase === "stopping" || state.phase === "killing")
    return { state: next, effects: ["await-group"] };
  return {
    state: { ...next, phase: "stopping" },
    effects: ["terminate-group", "start-grace", "explain", "await-group"],
  };
}

/** What must not run does not get the time that an orderly stop may take; in seconds. */
const SHORT_GRACE = 5;

/** Seconds between SIGTERM and SIGKILL. */
export function graceOf({ reason }: RunState, stopTimeout: number): number {
  return reason === "guard" || reason === "fault" || reason === "system"
    ? Math.min(SHORT_GRACE, stopTimeout)
    : stopTimeout;
}

/** The launcher's exit code for a finished run. */
export function exitCodeOf({ reason, exit }: RunState): number {
  if (reason === "guard") return EXIT.stoppedByGuard;
  if (reason === "fault") return EXIT.internal;
  if (reason === "system") return EXIT.notServing;
  if (exit?.failure) return exit.failure.exit;
  if (reason === "never-ready" || reason === "died") return EXIT.notServing;
  const signal = exit?.signal ? 128 + (constants.signals[exit.signal] ?? 0) : null;
  if (reason === "asked") {
    const clean = exit?.signal === "SIGTERM" || exit?.signal === "SIGINT" || exit?.code === 0;
    return clean ? EXIT.ok : (signal ?? exit?.code ?? EXIT.notServing);
  }
  return signal ?? (exit?.code ? exit.code : EXIT.notServing);
}
