import { appendFileSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { TestRunner } from "vitest";
import { pulse, UNDISTURBED } from "./pulse.js";

const { MUTATION_FOLDER, MUTATION_SHARD } = process.env;
const LOG = join(MUTATION_FOLDER, `log-${MUTATION_SHARD}.jsonl`);
const PULSE = join(MUTATION_FOLDER, `pulse-${MUTATION_SHARD}`);

/** Where the instrumented code looks for the active mutant, and counts what it passes. */
globalThis.__stryker__ ??= {};
const switches = globalThis.__stryker__;
switches.mutantCoverage ??= { static: {}, perTest: {} };
const coverage = switches.mutantCoverage;

/**
 * Runs each test once as it is, then once for each mutant it is asked about. So the code is loaded once, not once for
 * each mutant. A mutant counts as noticed only if the same test passes again right after it, with no mutant active.
 */
export default class MutationRunner extends TestRunner {
  #order = JSON.parse(readFileSync(join(MUTATION_FOLDER, `order-${MUTATION_SHARD}.json`)));
  #open = new Map(Object.entries(this.#order.open));
  #done = new Set(this.#order.done);
  #static = {};
  #file;

  async runTask(test) {
    const { asked } = this.#order;
    if (this.#done.has(test.id) || (asked && !asked[test.id])) return;
    const started = performance.now();
    pulse(PULSE, "", UNDISTURBED);
    switches.currentTestId = test.id;
    try {
      await TestRunner.getTestFn(test)();
    } catch (error) {
      log({ red: `${test.file.name}: ${test.name}: ${error}` });
      throw error;
    } finally {
      switches.currentTestId = undefined;
    }
    const took = performance.now() - started;
    const passed = coverage.perTest[test.id] ?? {};
    delete coverage.perTest[test.id];
    if (!asked && this.#file !== test.file.name) this.#noteStatic(test.file.name);
    const name = basename(test.file.name, ".test.ts");
    const open = asked
      ? asked[test.id].filter((id) => id in passed)
      : Object.keys(passed).filter((id) => this.#open.get(id) === name);
    if (open.length > 0 && !(await this.#passes(test, took))) {
      log({ cold: open, done: test.id });
      die();
    }
    for (const id of open) if (this.#open.has(id)) await this.#try(test, id, passed[id], took);
    const covers = asked ? undefined : Object.keys(passed).filter((id) => this.#open.has(id));
    log({ done: test.id, file: test.file.name, took, covers });
  }

  /** What ran while this file and what it imports were loaded and its tests listed. */
  #noteStatic(file) {
    this.#file = file;
    const now = coverage.static;
    log({ file, static: Object.keys(now).filter((id) => now[id] !== this.#static[id]) });
    this.#static = { ...now };
  }

  async #try(test, id, hits, took) {
    switches.hitCount = 0;
    switches.hitLimit = hits * 100;
    switches.activeMutant = id;
    const noticed = !(await this.#passes(test, took, id));
    switches.activeMutant = undefined;
    switches.hitCount = undefined;
    if (!noticed) return;
    this.#open.delete(id);
    if (await this.#passes(test, took)) {
      log({ killed: id, by: test.file.name, test: test.name });
    } else {
      log({ suspect: id });
      die();
    }
  }

  /** Whether the test passes once more, from its hooks on. */
  async #passes(test, took, id = "") {
    const patience = 3_000 + 5 * took;
    pulse(PULSE, id, patience + 15_000);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("takes too long")), patience);
    });
    try {
      await Promise.race([this.#round(test), late]);
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      if (id) pulse(PULSE, "", UNDISTURBED);
    }
  }

  async #round(test) {
    const suites = [];
    for (let suite = test.suite ?? test.file; suite; suite = suite.suite) suites.push(suite);
    const hooks = (order, name) => order.flatMap((suite) => TestRunner.getSuiteHooks(suite)[name]);
    for (const finish of test.onFinished ?? []) await finish(test.context);
    test.onFinished = undefined;
    for (const hook of hooks(suites, "afterEach")) await hook(test.context, test.suite);
    this.onBeforeTryTask(test);
    for (const hook of hooks(suites.toReversed(), "beforeEach"))
      await hook(test.context, test.suite);
    await TestRunner.getTestFn(test)();
    this.onAfterTryTask(test);
  }
}

function log(entry) {
  appendFileSync(LOG, `${JSON.stringify(entry)}\n`);
}

/** What a mutant left in this process would speak for the next one. */
function die() {
  process.kill(process.pid, "SIGKILL");
}
