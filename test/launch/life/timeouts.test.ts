import { describe, expect, it } from "vitest";
import { stopTimeout } from "../../../src/launch/life/timeouts.ts";
import { intentOf } from "../../support/world.ts";

const intent = (...words: string[]) => intentOf({ words }).intent;

describe("the seconds that MLflow gets", () => {
  it.each([
    ["to end", [], false, 30],
    ["to end, as PID 1 or below an init: inside Docker's ten", [], true, 8],
    ["to end, as many as were given", ["--guard-stop-timeout", "25"], true, 25],
  ])("%s", (_what, words, underInit, seconds) => {
    expect(stopTimeout(intent(...words), underInit)).toBe(seconds);
  });

  it("to be ready are 120, or as many as were given", () => {
    expect(intent().readyTimeout.value).toBe(120);
    expect(intent("--guard-ready-timeout", "7").readyTimeout.value).toBe(7);
  });
});
