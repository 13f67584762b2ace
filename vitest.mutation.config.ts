import { defineConfig } from "vitest/config";

// What a mutant is judged by: the pure tests of what is mutated, and the pages that repeat the rules' titles. Nothing
// here builds, starts the launcher or needs Python. The corpus of host strings is left out: it would run for nearly
// every mutant, and what it tests is in src/net; random remedies, too, which take as long as all others. The mutation
// config asks for all of these tests ("related" is off), since load.test.ts imports what it finds, and waits long
// before it calls a slow run an endless one.
export default defineConfig({
  test: {
    include: ["test/{intent,plan,policy,rules}/**/*.test.ts", "test/{docs,load}.test.ts"],
    exclude: ["test/plan/origins-in-python.test.ts", "test/policy/random-remedies.test.ts"],
    testTimeout: 60_000,
  },
});
