import { groupsOf } from "./groups.js";
import { startVitest, stopVitest } from "./vitest.js";

const PATIENCE = 180_000;

/** Milliseconds that a process takes before its first test. */
const START = 2_000;

/**
 * Judges by a process of its own each mutant whose code runs while it is loaded, or that no warm process could judge.
 * The test files that noticed most in its file for the time they take come first, with those that pass the mutant while
 * they are loaded. What stands in no function is part of every run, so all tests are asked that can reach it.
 */
export async function cold(place, mutants, { results, times }, workers) {
  const near = killers(mutants, results, times);
  const waiting = mutants.filter(({ id }) => results.get(id).status === "cold");
  const left = [];
  console.log(`${place.part}: ${waiting.length} mutants in a process of their own`);
  await sideBySide(workers, waiting, async (mutant) => {
    const { id, file, inFunction } = mutant;
    const first = new Set([...(near.get(file) ?? []), ...results.get(id).files]);
    const status = first.size > 0 ? await vitest(place, ["run", ...first], [id]) : "survived";
    if (status === "survived" && !inFunction) left.push(mutant);
    results.set(id, { status });
  });
  console.log(`${place.part}: ${left.length} of them with all tests that can reach them`);
  await sideBySide(workers, groupsOf(left), judge);

  /** One that survives beside others might be hidden by them: the score is never too high by that. */
  async function judge(group) {
    const files = new Set(group.map(({ file }) => file));
    const ids = group.map(({ id }) => id);
    const status = await vitest(place, ["related", ...files, "--run"], ids);
    if (status === "survived") return;
    if (ids.length === 1) return void results.set(ids[0], { status });
    const half = ids.length >> 1;
    await judge(group.slice(0, half));
    await judge(group.slice(half));
  }
}

async function sideBySide(workers, work, act) {
  const waiting = [...work].reverse();
  const one = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await act(next);
  };
  await Promise.all(Array.from({ length: workers }, one));
}

/** @returns for each file the three test files that noticed most of its mutants for the time they take */
function killers(mutants, results, times) {
  const counts = new Map();
  for (const { id, file } of mutants) {
    const { by } = results.get(id);
    if (!by) continue;
    const here = counts.get(file) ?? new Map();
    counts.set(file, here.set(by, (here.get(by) ?? 0) + 1));
  }
  const worth = ([name, count]) => count / (START + (times.get(name) ?? 0));
  const most = (here) => [...here].sort((a, b) => worth(b) - worth(a)).slice(0, 3);
  return new Map([...counts].map(([file, here]) => [file, most(here).map(([name]) => name)]));
}

/** Runs tests in a process that starts with these mutants active. */
function vitest(place, words, ids) {
  const env = { MUTATION_PART: place.part, __STRYKER_ACTIVE_MUTANT__: ids.join(",") };
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
