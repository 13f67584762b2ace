import { describe, expect, it } from "vitest";
import {
  type ChildExit,
  exitCodeOf,
  graceOf,
  type RunEvent,
  STARTING,
  step,
} from "../../../src/launch/life/supervise.ts";

const ended = (code: number | null, signal: ChildExit["signal"] = null): RunEvent => ({
  kind: "exited",
  exit: { code, signal },
});
const [APPROVED, TIMEOUT, VIOLATED, SIGNAL, GRACE_OVER, EMPTY] = (
  ["approved", "ready-timeout", "violated", "signal", "grace-over", "group-empty"] as const
).map((kind): RunEvent => ({ kind })) as [
  RunEvent,
  RunEvent,
  RunEvent,
  RunEvent,
  RunEvent,
  RunEvent,
];
const MISTAKE: RunEvent = { kind: "fault", whose: "fault" };
const CRASHES: RunEvent = { kind: "crash-loop" };
const STOP = ["terminate-group", "start-grace", "explain"];

/** The effects of each event, and the exit code once the run is over. */
function play(events: readonly RunEvent[]) {
  let state = STARTING;
  const effects = events.map((event) => {
    const next = step(state, event);
    state = next.state;
    return next.effects;
  });
  return { effects, code: state.phase === "gone" ? exitCodeOf(state) : null };
}

describe("the life of a run", () => {
  it.each([
    [
      "served and stopped when asked",
      [APPROVED, SIGNAL, ended(null, "SIGTERM"), EMPTY],
      [["announce"], STOP, ["await-group"], ["finish"]],
      0,
    ],
    [
      "asked twice",
      [APPROVED, SIGNAL, SIGNAL, ended(null, "SIGKILL"), EMPTY],
      [["announce"], STOP, ["kill-group"], ["await-group"], ["finish"]],
      137,
    ],
    [
      "does not stop in time",
      [APPROVED, SIGNAL, GRACE_OVER, ended(null, "SIGKILL"), EMPTY],
      [["announce"], STOP, ["kill-group"], ["await-group"], ["finish"]],
      137,
    ],
    [
      "leaves a worker behind",
      [APPROVED, SIGNAL, ended(0), GRACE_OVER, EMPTY],
      [["announce"], STOP, ["await-group"], ["kill-group"], ["finish"]],
      0,
    ],
    [
      "stopped before it answered",
      [SIGNAL, APPROVED, ended(0), EMPTY],
      [STOP, [], ["await-group"], ["finish"]],
      0,
    ],
    [
      "never answers",
      [TIMEOUT, ended(null, "SIGTERM"), EMPTY],
      [STOP, ["await-group"], ["finish"]],
      71,
    ],
    [
      "has a process that cannot be ended",
      [APPROVED, SIGNAL, SIGNAL, { kind: "given-up" }, ended(0), EMPTY],
      [["announce"], STOP, ["kill-group"], ["finish"], [], []],
      71,
    ],
    [
      "runs under a launcher with a mistake",
      [APPROVED, MISTAKE, MISTAKE, ended(null, "SIGTERM"), EMPTY],
      [["announce"], STOP, [], ["await-group"], ["finish"]],
      70,
    ],
    [
      "runs under a launcher whose system fails it",
      [APPROVED, { kind: "fault", whose: "system" }, MISTAKE, ended(0), EMPTY],
      [["announce"], STOP, [], ["await-group"], ["finish"]],
      71,
    ],
    [
      "is never ready, as its workers end again and again",
      [CRASHES, ended(0), EMPTY],
      [STOP, ["await-group"], ["finish"]],
      71,
    ],
    [
      "opens what was not planned",
      [APPROVED, VIOLATED, ended(0), EMPTY],
      [["announce"], STOP, ["await-group"], ["finish"]],
      76,
    ],
    [
      "ends unasked without an error",
      [APPROVED, ended(0), EMPTY],
      [["announce"], [...STOP, "await-group"], ["finish"]],
      71,
    ],
    [
      "ends with its own error",
      [ended(3), GRACE_OVER, EMPTY],
      [[...STOP, "await-group"], ["kill-group"], ["finish"]],
      3,
    ],
    [
      "is killed by somebody else",
      [ended(null, "SIGKILL"), EMPTY],
      [[...STOP, "await-group"], ["finish"]],
      137,
    ],
  ] as const)("%s", (_what, events, effects, code) => {
    expect(play(events)).toEqual({ effects, code });
  });
});

describe("an event that changes nothing", () => {
  it.each([
    ["a second answer", [APPROVED, APPROVED]],
    ["a timeout after the answer", [APPROVED, TIMEOUT]],
    ["grace that nobody started", [APPROVED, GRACE_OVER]],
    ["a stray socket while it stops", [SIGNAL, VIOLATED]],
    ["a timeout while it stops", [SIGNAL, TIMEOUT]],
    ["a third signal", [SIGNAL, SIGNAL, SIGNAL]],
    ["an empty group before the exit", [EMPTY]],
    ["a signal after the end", [ended(1), EMPTY, SIGNAL]],
  ])("%s", (_what, events) => {
    expect(play(events).effects.at(-1)).toEqual([]);
  });

  it("ends with 71 when all workers die after the answer", () => {
    const end = [APPROVED, CRASHES, ended(null, "SIGTERM"), EMPTY];
    expect(play(end).code).toBe(71);
    expect(play([APPROVED, CRASHES]).effects.at(-1)).toContain("terminate-group");
  });

  it("leaves the first reason to stop", () => {
    expect(play([VIOLATED, SIGNAL, ended(null, "SIGTERM"), EMPTY]).code).toBe(76);
    expect(play([SIGNAL, VIOLATED, ended(null, "SIGTERM"), EMPTY]).code).toBe(0);
  });
});

describe("the exit code", () => {
  it.each([
    ["asked", 0, null, 0],
    ["asked", null, "SIGTERM", 0],
    ["asked", null, "SIGINT", 0],
    ["asked", null, "SIGKILL", 137],
    ["asked", null, "SIGSEGV", 139],
    ["asked", 5, null, 5],
    ["never-ready", 0, null, 71],
    ["never-ready", 5, null, 71],
    ["guard", 0, null, 76],
    ["guard", null, "SIGKILL", 76],
    [null, 0, null, 71],
    [null, 5, null, 5],
    [null, null, "SIGTERM", 143],
    [null, null, "SIGHUP", 129],
  ] as const)("stopped because of %s, ended with %s/%s: %d", (reason, code, signal, exit) => {
    expect(exitCodeOf({ phase: "gone", reason, exit: { code, signal } })).toBe(exit);
  });
});

describe("the time between SIGTERM and SIGKILL", () => {
  it.each([
    ["asked", 30, 30],
    ["never-ready", 8, 8],
    ["guard", 30, 5],
    ["guard", 2, 2],
    ["fault", 30, 5],
    ["system", 30, 5],
  ] as const)("stopped because of %s with %d s allowed: %d s", (reason, allowed, seconds) => {
    expect(graceOf({ phase: "stopping", reason, exit: null }, allowed)).toBe(seconds);
  });
});
