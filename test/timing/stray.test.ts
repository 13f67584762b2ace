import { describe, expect, it } from "vitest";
import { waitFor } from "../support/guard.ts";
import { flat, isListening, nothingLeft, startStandIn } from "../support/stand-in.ts";

/** Milliseconds until it is seen, and until all is gone after that: the stop timeout of the stand-in, and some. */
const LATEST_SIGHT = 1500;
const LATEST_END = 7000;

describe("a listener that nobody approved", () => {
  it.each([
    ["on every address", "late:0.0.0.0"],
    ["on every IPv6 address", "late:::"],
    ["on every address, of a socket that listened on loopback before", "moves"],
    ["of a daemon that left group, session, parent and environment", "daemon"],
  ])("is seen within 1.5 s, %s, and everything is stopped", async (_what, mode) => {
    const stand = await startStandIn(mode);
    await stand.guard.ready();
    const stopped = () => stand.guard.stderr().includes("STOPPED");
    stand.trigger();
    const opened = await waitFor(
      async () => ((await isListening(stand.other)) || stopped()) && performance.now(),
    );
    await waitFor(stopped);
    const seen = performance.now();
    const { code, stderr } = await stand.guard.ended;
    const ended = performance.now();
    console.log(`${mode}: seen after ${seen - opened} ms, ended after ${ended - seen} ms more`);
    expect(seen - opened).toBeLessThan(LATEST_SIGHT);
    expect(ended - seen).toBeLessThan(LATEST_END);
    expect(code).toBe(76);
    const text = flat(stderr);
    expect(text).toMatch(
      new RegExp(`\\S+ \\(process \\d+\\) of this launch listens on \\S+:${stand.other}`),
    );
    expect(text).toContain("likely cause: something that MLflow loads or starts");
    expect(await nothingLeft(stand)).toBe(true);
  });
});
