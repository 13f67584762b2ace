import { defineConfig } from "vitest/config";
import { pythonText } from "./scripts/python-text.js";

/** Measures, so it runs with the timings. */
const IDLE = "test/full/idle.test.ts";

const long = process.env.MLFLOW_GUARD_TEST_FULL === "1";

/** One file after the other: these start several servers at once themselves. */
const CROWDED = ["fault-table", "life-matrix", "network", "remedies", "soak"].map(
  (name) => `test/full/${name}.test.ts`,
);

const patience = { testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 3 };

const full = [
  {
    extends: true as const,
    test: {
      ...patience,
      name: "full",
      include: ["test/full/**/*.test.ts"],
      exclude: [IDLE, ...CROWDED],
      maxWorkers: 2,
      sequence: { groupOrder: 3 },
    },
  },
  {
    extends: true as const,
    test: {
      ...patience,
      name: "crowded",
      include: CROWDED,
      maxWorkers: 1,
      sequence: { groupOrder: 4 },
    },
  },
];

export default defineConfig({
  plugins: [pythonText()],
  test: {
    projects: [
      {
        // Alone, one file after the other: a time that others disturb is no measurement.
        extends: true,
        test: {
          name: "timing",
          // The short ones have run by then.
          include: long ? [IDLE] : ["test/timing/**/*.test.ts"],
          maxWorkers: 1,
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/full/**", "test/timing/**"],
          // vitest leaves a core to itself, which is half of a machine with two.
          maxWorkers: "100%",
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          // About half of the time these wait for clocks and for servers.
          ...patience,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      ...(long ? full : []),
    ],
  },
});
