import { describe, expect, it } from "vitest";
import { endingOf } from "../../../src/launch/life/ending.ts";
import { ReadAlong } from "../../../src/watch/access/output-lines.ts";

const reading = () => new ReadAlong({ workerDied: () => {}, rejectedHost: () => {} });

const shown = (lines: readonly string[]) =>
  endingOf({
    exit: { code: 1, signal: null },
    ready: false,
    waited: null,
    readyTimeout: 120,
    lines,
    secrets: [],
  }).lines;

describe("the last lines", () => {
  it.each([
    0, 350, 380, 399, 16_000, 16_360, 16_384, 300_000,
  ])("show no half of a URI that stands after %i characters", (before) => {
    const read = reading();
    read.see(`${"x".repeat(before)} mysql://ada:Qz7pWorTd9@db/x`);
    expect(shown(read.lastLines).join()).not.toContain("Qz");
  });

  it("show no half of a URI that is longer than what is kept", () => {
    const read = reading();
    read.see(`Error: mysql://ada:${"Qz7".repeat(10_000)}@db/x`);
    expect(shown(read.lastLines)).toEqual(["Error: "]);
  });

  it("tell each name that MLflow rejects once, three at a time, and none of the launcher's own", () => {
    const told: string[] = [];
    let now = 5000;
    const listening = { workerDied: () => {}, rejectedHost: (name: string) => told.push(name) };
    const read = new ReadAlong(listening, () => now);
    const see = (...names: string[]) => {
      for (const name of names)
        read.see(`WARNING mlflow.server: Rejected request with invalid Host header: ${name}`);
    };
    see("10.host-check.invalid", "a", "b:1", "a", "c", "d", "b:1");
    expect(told).toEqual(["a", "b:1", "c"]);
    now += 599_999;
    see("e");
    expect(told).toHaveLength(3);
    now += 1;
    see("a", "f", "g");
    expect(told).toEqual(["a", "b:1", "c", "f"]);
    now += 1_200_000;
    see("g", "h", "i");
    expect(told).toEqual(["a", "b:1", "c", "f", "g", "h"]);
  });

  it("are forty, none of them empty", () => {
    const read = reading();
    for (let at = 0; at < 60; at += 1) for (const line of [`line ${at}`, ""]) read.see(line);
    expect(read.lastLines.length).toBe(40);
    expect(read.lastLines.at(-1)).toBe("line 59");
  });
});
