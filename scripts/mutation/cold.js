import { spawn } from "node:child_process";
import { join } from "node:path";

const PATIENCE = 180_000;

/** Judges by a process of its own each mutant whose code runs while it is loaded, or that no warm process could judge. */
export async function cold(folder, part, mutants, results, workers) {
  const waiting = mutants.filter(({ id }) => results.get(id).status === "cold");
  console.log(`${part}: ${waiting.length} mutants in a process of their own`);
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let mutant = waiting.pop(); mutant; mutant = waiting.pop())
        results.set(mutant.id, { status: await judge(folder, part, mutant) });
    }),
  );
}

function judge(folder, part, { id, file }) {
  const child = spawn(
    join(folder, "node_modules/.bin/vitest"),
    ["related", file, "--run", "--config", "vitest.mutation.config.ts", "--bail=1"],
    {
      cwd: folder,
      detached: true,
      stdio: "ignore",
      env: { ...process.env, MUTATION_PART: part, __STRYKER_ACTIVE_MUTANT__: id },
    },
  );
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      process.kill(-child.pid, "SIGKILL");
      resolve("timeout");
    }, PATIENCE);
    child.once("exit", (code) => {
      clearTimeout(late);
      resolve(code === 0 ? "survived" : "killed");
    });
  });
}
