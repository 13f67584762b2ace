import { describe, expect, it } from "vitest";
import { chanceOf } from "../../scripts/soak/chance.js";

const draws = (seed: number) => {
  const { deck, pick, between } = chanceOf(seed);
  const next = deck(["a", "b", "c", "d", "e"]);
  return Array.from({ length: 20 }, () => [next(), pick([1, 2, 3]), between(2, 4)] as const);
};

describe("what happens by chance in a soak", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });

  it("deals each out before any comes again", () => {
    const names = draws(7).map(([name]) => name);
    for (let round = 0; round < 4; round += 1)
      expect(names.slice(5 * round, 5 * round + 5).sort()).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("stays between", () => {
    for (const [, , number] of draws(9)) expect(number).toBeGreaterThanOrEqual(2);
    for (const [, , number] of draws(9)) expect(number).toBeLessThan(4);
  });
});
