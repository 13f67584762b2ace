import { defineConfig } from "vitest/config";

// What a mutant is judged by: the pure tests of what is mutated, and the pages that repeat the rules' titles. Nothing
// here builds, starts the launcher or needs Python. The corpus of host strings is left out: it would run for nearly
// every mutant, and what it tests lies in src/net.
export default defineConfig({
  test: { include: ["test/{intent,plan,policy,rules}/**/*.test.ts", "test/{docs,load}.test.ts"] },
});
