import { describe, expect, it } from "vitest";
import { StopSignals } from "../../../src/launch/life/stop-signals.ts";

const [INT, TERM, HUP] = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A process that is sent signals, each at its time in milliseconds. */
function listening() {
  const clock = { now: 0 };
  let send: (signal: NodeJS.Signals) => void = () => {};
  let listening = true;
  const onSignal = (kind: string, listener: (signal: NodeJS.Signals) => void) => {
    expect(kind).toBe("stop");
    send = listener;
    return () => {
      listening = false;
    };
  };
  const signals = new StopSignals({ onSignal }, () => clock.now);
  const at = (now: number, signal: NodeJS.Signals) => {
    clock.now = now;
    send(signal);
  };
  return { signals, at, isListening: () => listening };
}

type Sent = readonly (readonly [number, NodeJS.Signals])[];

describe("signals that ask for an end", () => {
  it.each([
    [
      "npm's second SIGINT, right after the terminal's",
      [
        [0, INT],
        [0.7, INT],
      ],
      [INT],
    ],
    [
      "equal ones at the edge of half a second",
      [
        [0, INT],
        [499, INT],
      ],
      [INT],
    ],
    [
      "equal ones half a second apart",
      [
        [0, INT],
        [500, INT],
      ],
      [INT, INT],
    ],
    [
      "a key that is held down",
      [
        [0, INT],
        [300, INT],
        [600, INT],
        [900, INT],
      ],
      [INT, INT],
    ],
    [
      "different ones at once",
      [
        [0, INT],
        [0, TERM],
      ],
      [INT, TERM],
    ],
    [
      "each of two sent twice",
      [
        [0, TERM],
        [1, HUP],
        [2, TERM],
        [3, HUP],
      ],
      [TERM, HUP],
    ],
    ["the first one of a process that is just as old", [[0, TERM]], [TERM]],
  ] as [string, Sent, NodeJS.Signals[]][])("are counted: %s", (_what, sent, counted) => {
    const { signals, at } = listening();
    const heard: NodeJS.Signals[] = [];
    signals.tell((signal) => heard.push(signal));
    for (const one of sent) at(...one);
    expect(heard).toEqual(counted);
  });

  it("wait for somebody who hears them, and are counted by then", () => {
    const { signals, at } = listening();
    expect(signals.any).toBe(false);
    at(0, TERM);
    at(1, TERM);
    at(2, INT);
    expect(signals.any).toBe(true);
    const heard: NodeJS.Signals[] = [];
    signals.tell((signal) => heard.push(signal));
    expect(heard).toEqual([TERM, INT]);
    at(900, TERM);
    expect(heard).toEqual([TERM, INT, TERM]);
  });

  it("go to the last who asked for them only, and each once", () => {
    const { signals, at } = listening();
    const heard: string[] = [];
    signals.tell((signal) => heard.push(`run ${signal}`));
    at(0, TERM);
    signals.tell((signal) => heard.push(`drain ${signal}`));
    at(0.7, TERM);
    at(800, TERM);
    expect(heard).toEqual(["run SIGTERM", "drain SIGTERM"]);
  });

  it("are not heard any more after the end", () => {
    const { signals, isListening } = listening();
    signals.end();
    expect(isListening()).toBe(false);
  });
});
