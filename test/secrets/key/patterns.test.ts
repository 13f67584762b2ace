import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  copyAt,
  knownAt,
  ordersOf,
  sameSteps,
  stepsAt,
} from "../../../src/secrets/key/patterns.ts";

describe("steps", () => {
  it.each([
    ["abcdx", 4],
    ["9876a", 4],
    ["2468x", 4],
    ["aaaab", 4],
    ["7890123x", 7],
    ["adgj", 1],
    ["9abc", 4],
    ["a-b-c", 1],
    ["x", 1],
  ])("of %s", (text, length) => {
    expect(stepsAt(ordersOf(text), 0)).toBe(length);
  });
});

describe("known rows", () => {
  it.each([
    ["qwertyx", 6],
    ["ytrewqx", 6],
    ["asdf", 4],
    ["1qaz2wsx", 8],
    ["azerty", 6],
    ["314159265x", 9],
    ["1248163264", 10],
    ["qwe", 0],
    ["kx7q", 0],
  ])("%s", (text, length) => {
    expect(knownAt(text, 0)).toBe(length);
  });
});

describe("copies", () => {
  it.each([
    ["abxabx", 3, { length: 3, step: 0 }],
    ["ab1ab2", 3, { length: 0, step: 0 }],
    ["a1b2c3", 2, { length: 4, step: 1 }],
    ["az", 1, { length: 0, step: 0 }],
    ["a-a", 2, { length: 0, step: 0 }],
    ["-a", 1, { length: 0, step: 0 }],
  ])("in %s", (text, distance, copy) => {
    expect(copyAt(ordersOf(text), distance, distance)).toEqual(copy);
  });
});

describe("places that a repeat can begin at", () => {
  it("are all there", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab2-"), maxLength: 24 });
    fc.assert(
      fc.property(text, (one) => {
        const [orders, before] = [ordersOf(one), sameSteps(ordersOf(one))];
        for (let from = 0; from < one.length; from += 1) {
          const reached = new Set<number>();
          for (let at = before[from] ?? -1; at !== -1; at = before[at] ?? -1) reached.add(at);
          for (let at = 0; at < from; at += 1) {
            if (copyAt(orders, from, from - at).length > 0) expect(reached).toContain(at);
          }
        }
      }),
    );
  });
});
