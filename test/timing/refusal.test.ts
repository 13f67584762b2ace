import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, plainEnvironment } from "../support/guard.ts";

const NOTHING = { PATH: "/nonexistent", XDG_DATA_HOME: "/nonexistent" };

describe("a refusal", () => {
  it("costs less than three starts of Node", () => {
    const cwd = makeFolder();
    const time = (words: readonly string[]): number => {
      const begin = process.hrtime.bigint();
      spawnSync(process.execPath, words, { cwd, env: plainEnvironment(NOTHING), stdio: "ignore" });
      return Number(process.hrtime.bigint() - begin) / 1e6;
    };
    const pairs = Array.from({ length: 21 }, () => ({
      node: time(["-e", "0"]),
      refusal: time([BIN, "server", "--host", "0.0.0.0"]),
    }));
    const median = (key: "node" | "refusal") =>
      pairs.map((pair) => pair[key]).sort((a, b) => a - b)[10] ?? 0;
    console.log(
      `refusal ${median("refusal").toFixed(0)} ms, node -e 0 ${median("node").toFixed(0)} ms (medians of 21)`,
    );
    expect(median("refusal")).toBeLessThan(3 * median("node"));
  });
});
