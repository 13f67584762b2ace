import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { start } from "../support/guard.ts";
import { needs } from "../support/needs.ts";

const SOAK = fileURLToPath(new URL("../../scripts/soak.js", import.meta.url));

const soak = (...words: string[]) =>
  start(process.execPath, [SOAK, ...words], { env: { HOME: process.env.HOME ?? "" } }).ended;

describe("the soak", { timeout: 300_000 }, () => {
  it("finds no leak in its short form, with workers killed", async () => {
    const words = "--starts 2 --minutes 0.5 --kills 8".split(" ");
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

/** Faults that take a few seconds each. */
const SHORT = [
  "descriptors: none left",
  "full disk",
  "clock: back",
  "launcher stopped",
  "worker killed",
  "guardian killed",
  "slow reader",
  "stray listener in a fault",
];

describe("the soak with faults", {
  timeout: 300_000,
  ...needs("Linux", "mounts of one's own", "a process table of one's own"),
}, () => {
  it("finds nothing in its short form: faults, and a listener that nobody approved", async () => {
    const words = ["--faults", "--minutes", "0.7", "--kinds", SHORT.join(",")];
    const { code, stdout, stderr } = await soak(...words);
    console.log(stdout, stderr);
    expect([code, stdout]).toEqual([0, expect.stringContaining("nothing leaked")]);
    // One in the life, one as it ends.
    expect(Number(/^(\d+) faults$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(2);
    expect(stdout).toMatch(/^ {2}[1-9]\d* 76$/m);
    expect(stdout).toMatch(/ s of .* s: a stray listener answered/);
  });

  it("says so, and fails, where a listener lives longer than it may", async () => {
    const words = ["--faults", "--minutes=0", "--kinds=stray listener", "--bound=0"];
    const { code, stdout } = await soak(...words);
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/PROBLEM: .*stray listener: a stray listener answered: more than 0 s/),
    ]);
  });
});
