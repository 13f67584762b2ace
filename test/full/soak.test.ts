import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { start } from "../support/guard.ts";

const SOAK = fileURLToPath(new URL("../../scripts/soak.js", import.meta.url));

const soak = (...words: string[]) =>
  start(process.execPath, [SOAK, ...words], { env: { HOME: process.env.HOME ?? "" } }).ended;

describe("the soak", { timeout: 300_000 }, () => {
  it("finds no leak in its short form, with workers killed", async () => {
    const words = "--starts 3 --minutes 0.5 --kills 8".split(" ");
    const { code, stdout } = await soak(...words);
    console.log(stdout);
    expect([code, stdout]).toEqual([0, expect.stringContaining("nothing leaked")]);
    expect(stdout).toMatch(/, [1-9]\d* workers killed/);
  });

  it("says so, and fails, where memory grows by more than it may", async () => {
    const { code, stdout } = await soak("--starts=0", "--minutes=0.1", "--growth=-1000");
    expect([code, stdout]).toEqual([1, expect.stringContaining("PROBLEM: the launcher grew by")]);
  });
});
