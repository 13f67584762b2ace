import { afterAll, expect, it, vi } from "vitest";
import { removePool } from "../support/machine.ts";
import { secondRefusals } from "../support/random-remedies.ts";

vi.mock(import("../../src/facts/machine/other-users.ts"), async (original) => ({
  ...(await original()),
  readOtherUsers: () => [],
}));
vi.mock(import("../../src/facts/machine/network.ts"), async (original) => ({
  ...(await original()),
  readInside: ({ container }: Readonly<Record<string, string | undefined>>) => Boolean(container),
}));
vi.mock("../../src/facts/machine/own-network.ts", () => ({
  readOwnNetwork: async () => ({ looked: false }),
}));
vi.mock("../../src/account-store/stored-accounts.ts", async () => import("../support/machine.ts"));
vi.mock("../../src/facts/guesses.ts", () => ({ withGuesses: async (facts: unknown) => facts }));

afterAll(removePool, 120_000);

/** 5,000 take some minutes; the seed is fixed, so that a run says the same as the one before. */
const RUNS = Number(process.env.GUARD_REMEDIES ?? 100);
const SEED = Number(process.env.GUARD_REMEDIES_SEED ?? 1);

it("every command of a random refusal leads to a start", { timeout: RUNS * 2000 }, async () => {
  const { figures, refused } = await secondRefusals(RUNS, SEED);
  console.log(JSON.stringify(figures));
  expect(refused).toEqual([]);
  expect(figures.refusals).toBeGreaterThan(RUNS / 3);
  expect(figures.withCommand / figures.refusals).toBeGreaterThan(0.9);
});
