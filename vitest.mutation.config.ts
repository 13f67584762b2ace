import { defineConfig } from "vitest/config";
import { PARTS } from "./scripts/mutation/parts.js";
import { pythonText } from "./scripts/python-text.js";

const { tests = [], without = [] } = PARTS[process.env.MUTATION_PART ?? "pure"] ?? {};

// What a mutant is judged by, in one process for all test files: most of a run went into loading the same code again.
export default defineConfig({
  plugins: [pythonText()],
  test: {
    include: tests,
    exclude: without,
    pool: "forks",
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
    ...(process.env.MUTATION_FOLDER ? { runner: "./scripts/mutation/runner.js" } : {}),
  },
});
