import { startVitest, stopVitest } from "./cage.js";

const PATIENCE = 180_000;

/** Judges by a process of its own each mutant whose code runs while it is loaded, or that no warm process could judge. */
export async function cold(place, mutants, results, workers) {
  const near = killers(mutants, results);
  const waiting = mutants.filter(({ id }) => results.get(id).status === "cold");
  console.log(`${place.part}: ${waiting.length} mutants in a process of their own`);
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let mutant = waiting.pop(); mutant; mutant = waiting.pop())
        results.set(mutant.id, { status: await judge(mutant) });
    }),
  );

  /**
   * The test files that noticed most in this file come first, with those that pass the mutant while they are loaded.
   * What stands in no function is part of every run, so all tests are asked that can reach it.
   */
  async function judge({ id, file, inFunction }) {
    const env = { MUTATION_PART: place.part, __STRYKER_ACTIVE_MUTANT__: id };
    const first = new Set([...(near.get(file) ?? []), ...results.get(id).files]);
    const status = first.size > 0 ? await vitest(place, ["run", ...first], env) : "survived";
    if (status !== "survived" || inFunction) return status;
    return vitest(place, ["related", file, "--run"], env);
  }
}

/** @returns for each file the three test files that noticed most of its mutants */
function killers(mutants, results) {
  const counts = new Map();
  for (const { id, file } of mutants) {
    const { by } = results.get(id);
    if (!by) continue;
    const here = counts.get(file) ?? new Map();
    counts.set(file, here.set(by, (here.get(by) ?? 0) + 1));
  }
  const most = (here) => [...here].sort(([, a], [, b]) => b - a).slice(0, 3);
  return new Map([...counts].map(([file, here]) => [file, most(here).map(([name]) => name)]));
}

function vitest(place, words, env) {
  const child = startVitest(place, [...words, "--bail=1"], env);
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      stopVitest(child);
      resolve("timeout");
    }, PATIENCE);
    child.once("exit", (code) => {
      clearTimeout(late);
      resolve(code === 0 ? "survived" : "killed");
    });
  });
}
