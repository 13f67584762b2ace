import { describe, expect, it } from "vitest";
import { describeStage, stageOf } from "../../src/watch/start-signs.ts";

describe("a start that is not ready", () => {
  it.each([
    [{ deaths: 0, workers: 4, idle: 0 }, "starting", ""],
    [{ deaths: 0, workers: 4, idle: 9.9 }, "starting", ""],
    [{ deaths: 1, workers: 4, idle: 1 }, "starting", "a worker died"],
    [{ deaths: 7, workers: 4, idle: 1 }, "starting", "7 workers died"],
    [{ deaths: 8, workers: 4, idle: 1 }, "crashing", "8 workers died"],
    [{ deaths: 3, workers: 1, idle: 0 }, "starting", "3 workers died"],
    [{ deaths: 4, workers: 1, idle: 30 }, "crashing", "4 workers died"],
    [{ deaths: 0, workers: 4, idle: 12.7 }, "hung", "it used no processor time for 12 s"],
  ] as const)("%j is %s", (signs, stage, words) => {
    expect([stageOf(signs), describeStage(signs)]).toEqual([stage, words]);
  });
});
