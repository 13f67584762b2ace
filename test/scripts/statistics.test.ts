import { describe, expect, it } from "vitest";
import { commonSlope, interval, median, slopeOf } from "../../scripts/statistics.js";

describe("the statistics of the measurements", () => {
  it("know the middle of an odd and of an even count", () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });

  it("give the interval of the median, the same at every call", () => {
    const numbers = Array.from({ length: 41 }, (_, at) => 0.9 + at / 200);
    const [low = 0, high = 0] = interval(numbers);
    expect(interval(numbers)).toEqual([low, high]);
    // By the binomial distribution the 95 % interval of 41 numbers goes from the 14th to the 28th.
    expect(Math.abs(low - 0.965)).toBeLessThanOrEqual(0.01);
    expect(Math.abs(high - 1.035)).toBeLessThanOrEqual(0.01);
  });

  it("give the slope", () => {
    expect(slopeOf([1, 2, 3, 4].map((x) => [x, 5 - 2 * x]))).toBeCloseTo(-2);
    expect(
      slopeOf([
        [0, 1],
        [1, 0],
        [2, 0],
        [3, 1],
      ]),
    ).toBeCloseTo(0);
  });

  it("give the slope of several lists, wherever each of them lies", () => {
    const lists = [0, 100, -7].map((start) => [1, 2, 3].map((x) => [x, start + 3 * x]));
    expect(commonSlope(lists)).toBeCloseTo(3);
    expect(
      commonSlope([
        [
          [0, 5],
          [1, 6],
        ],
        [
          [0, 9],
          [1, 8],
        ],
      ]),
    ).toBeCloseTo(0);
  });
});
