import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pulse, readPulse, UNDISTURBED } from "./pulse.js";
import { startVitest, stopVitest } from "./vitest.js";

/**
 * How many tests a mutant has met after each pass. Before them it meets those of its own file's name; then those that
 * pass the fewest mutants in the least time, which are about something near; in the end all that pass it.
 */
const PASSES = [20, 200, Number.POSITIVE_INFINITY];

/**
 * Runs the tests with the mutants, some processes side by side, each with its own mutants.
 *
 * @returns for each mutant: killed (and by which test), timeout, survived, uncovered, or cold: only a process that
 *   starts with the mutant can tell; and the test files that pass it while they are loaded. Besides, the milliseconds
 *   that each test file takes
 */
export async function warm(place, mutants, workers) {
  const results = new Map(mutants.map(({ id }) => [id, { status: "uncovered", files: new Set() }]));
  const times = new Map();
  await Promise.all(
    Array.from({ length: workers }, (_, shard) =>
      new Shard({ ...place, shard, results, times }).judge(
        mutants.filter(({ id }) => Number(id) % workers === shard),
      ),
    ),
  );
  return { results, times: new Map([...times].map(([file, took]) => [file, took / workers])) };
}

class Shard {
  #at;
  #results;
  #times;
  #open = new Map();
  #tests = new Map();
  #tried = new Map();

  constructor({ results, times, ...at }) {
    this.#at = at;
    this.#results = results;
    this.#times = times;
  }

  async judge(mutants) {
    for (const { id, file } of mutants) this.#open.set(id, basename(file, ".ts"));
    await this.#pass(null);
    for (const { covers } of this.#tests.values())
      for (const id of covers) this.#raise(id, "survived");
    const nearest = [...this.#tests].sort(([, a], [, b]) => a.cost - b.cost);
    for (const most of PASSES) {
      const asked = this.#choose(nearest, most);
      if (Object.keys(asked).length > 0) await this.#pass(asked);
    }
  }

  /** Which test is asked about which mutants, so that each mutant has met so many tests in the end. */
  #choose(nearest, most) {
    const asked = {};
    for (const [test, { covers }] of nearest)
      for (const id of covers) {
        const tried = this.#tried.get(id) ?? new Set();
        if (!this.#open.has(id) || tried.has(test) || tried.size >= most) continue;
        tried.add(test);
        this.#tried.set(id, tried);
        asked[test] ??= [];
        asked[test].push(id);
      }
    return asked;
  }

  #filesOf(asked) {
    return [...new Set(Object.keys(asked).map((test) => this.#tests.get(test).file))];
  }

  async #pass(asked) {
    const done = new Set();
    const reds = new Map();
    for (;;) {
      const before = done.size;
      this.#write("order", ".json", {
        open: Object.fromEntries(this.#open),
        asked,
        done: [...done],
      });
      this.#write("log", ".jsonl", null);
      const { clean, hung } = await this.#run(asked ? this.#filesOf(asked) : []);
      const fresh = this.#read(done);
      if (hung) this.#raise(hung, "timeout");
      for (const red of fresh) {
        reds.set(red, (reds.get(red) ?? 0) + 1);
        if (reds.get(red) > 2) throw new Error(`a test fails without a mutant: ${red}`);
      }
      const { part, shard } = this.#at;
      console.log(
        `${part} ${shard}: ${this.#open.size} mutants open after ${done.size} tests${hung ? `, ${hung} hangs` : ""}`,
      );
      if (clean || (!hung && fresh.length === 0 && done.size === before)) return;
    }
  }

  /** @returns whether all went well; else the mutant that did not come to an end or ended the process, if any did */
  async #run(files) {
    const { folder, part, shard } = this.#at;
    const path = join(folder, `pulse-${shard}`);
    pulse(path, "", UNDISTURBED);
    const child = startVitest(this.#at, ["run", "--reporter=dot", ...files], {
      MUTATION_PART: part,
      MUTATION_FOLDER: folder,
      MUTATION_SHARD: String(shard),
    });
    const ended = new Promise((resolve) => child.once("exit", (code) => resolve({ code })));
    for (;;) {
      const over = await Promise.race([ended, wait(500)]);
      const { id, late } = readPulse(path);
      if (over) return { clean: over.code === 0, hung: id };
      if (!late) continue;
      stopVitest(child);
      await ended;
      if (!id) throw new Error("a test hangs without a mutant");
      return { clean: false, hung: id };
    }
  }

  /** Takes over what a process wrote down. @returns tests that failed without a mutant */
  #read(done) {
    const reds = [];
    const { folder, shard } = this.#at;
    const lines = readFileSync(join(folder, `log-${shard}.jsonl`), "utf8").split("\n");
    for (const entry of lines.filter(Boolean).map((line) => JSON.parse(line))) {
      for (const id of entry.cold ?? []) this.#raise(id, "cold");
      for (const id of entry.static ?? []) {
        this.#raise(id, "cold");
        if (this.#open.has(id)) this.#results.get(id).files.add(entry.file);
      }
      if (entry.suspect) {
        this.#raise(entry.suspect, "cold");
        this.#open.delete(entry.suspect);
      }
      if (entry.killed) this.#raise(entry.killed, "killed", { by: entry.by, test: entry.test });
      if (entry.done) done.add(entry.done);
      if (entry.covers) {
        const { file, covers, took } = entry;
        this.#tests.set(entry.done, { file, covers, cost: covers.length * (1 + took) });
        this.#times.set(file, (this.#times.get(file) ?? 0) + took);
      }
      if (entry.red) reds.push(entry.red);
    }
    return reds;
  }

  #raise(id, status, more = {}) {
    const known = this.#results.get(id);
    if (!this.#open.has(id) || RANK.indexOf(status) <= RANK.indexOf(known.status)) return;
    this.#results.set(id, { ...known, status, ...more });
    if (status === "killed" || status === "timeout") this.#open.delete(id);
  }

  #write(name, end, content) {
    const text = content === null ? "" : JSON.stringify(content);
    writeFileSync(join(this.#at.folder, `${name}-${this.#at.shard}${end}`), text);
  }
}

const RANK = ["uncovered", "survived", "cold", "killed", "timeout"];
