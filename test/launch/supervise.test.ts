import { describe, expect, it } from "vitest";
import {
  type ChildExit,
  exitCodeOf,
  type RunEvent,
  STARTING,
  step,
} from "../../src/launch/supervise.ts";

const ended = (code: number | null, signal: ChildExit["signal"] = null): RunEvent => ({
  kind: "exited",
  exit: { code, signal },
});
const [ANSWERED, TIMEOUT, STRAY, SIGNAL, GRACE_OVER, EMPTY] = (
  ["answered", "ready-timeout", "stray", "signal", "grace-over", "group-empty"] as const
).map((kind): RunEvent => ({ kind })) as [
  RunEvent,
  RunEvent,
  RunEvent,
  RunEvent,
  RunEvent,
  RunEvent,
];
const STOP = ["terminate-group", "start-grace"];

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
      [ANSWERED, SIGNAL, ended(null, "SIGTERM"), EMPTY],
      [["announce"], STOP, ["await-group"], ["finish"]],
      0,
    ],
    [
      "asked twice",
      [ANSWERED, SIGNAL, SIGNAL, ended(null, "SIGKILL"), EMPTY],
      [["announce"], STOP, ["kill-group"], ["await-group"], ["finish"]],
      137,
    ],
    [
      "does not stop in time",
      [ANSWERED, SIGNAL, GRACE_OVER, ended(null, "SIGKILL"), EMPTY],
      [["announce"], STOP, ["kill-group"], ["await-group"], ["finish"]],
      137,
    ],
    [
      "leaves a worker behind",
      [ANSWERED, SIGNAL, ended(0), GRACE_OVER, EMPTY],
      [["announce"], STOP, ["await-group"], ["kill-group"], ["finish"]],
      0,
    ],
    [
      "stopped before it answered",
      [SIGNAL, ANSWERED, ended(0), EMPTY],
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
      "opens what was not planned",
      [ANSWERED, STRAY, ended(0), EMPTY],
      [["announce"], STOP, ["await-group"], ["finish"]],
      76,
    ],
    [
      "ends unasked without an error",
      [ANSWERED, ended(0), EMPTY],
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
    ["a second answer", [ANSWERED, ANSWERED]],
    ["a timeout after the answer", [ANSWERED, TIMEOUT]],
    ["grace that nobody started", [ANSWERED, GRACE_OVER]],
    ["a stray socket while it stops", [SIGNAL, STRAY]],
    ["a timeout while it stops", [SIGNAL, TIMEOUT]],
    ["a third signal", [SIGNAL, SIGNAL, SIGNAL]],
    ["an empty group before the exit", [EMPTY]],
    ["a signal after the end", [ended(1), EMPTY, SIGNAL]],
  ])("%s", (_what, events) => {
    expect(play(events).effects.at(-1)).toEqual([]);
  });

  it("leaves the first reason to stop", () => {
    expect(play([STRAY, SIGNAL, ended(null, "SIGTERM"), EMPTY]).code).toBe(76);
    expect(play([SIGNAL, STRAY, ended(null, "SIGTERM"), EMPTY]).code).toBe(0);
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
