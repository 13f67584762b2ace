import { defineConfig } from "vitest/config";

const long = process.env.MLFLOW_GUARD_TEST_FULL === "1";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/full/**"],
        },
      },
      {
        test: {
          name: "e2e",
          include: long
            ? ["test/e2e/**/*.test.ts", "test/full/**/*.test.ts"]
            : ["test/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          // A server needs about six seconds of a core to start: more at once only wait for each other.
          maxConcurrency: 3,
          maxWorkers: 2,
        },
      },
    ],
  },
});
