import { commonSlope } from "../statistics.js";
import { BOUNDS } from "./bounds.js";

/** Minutes of a life that are left out: Node grows until its heap has the size that the work needs. */
const WARM_UP = 1;

/** Minutes of all lives that a slope needs. */
const ENOUGH = 5;

/**
 * What a soak has seen: how often, how long at most, and what was wrong.
 * @param bound seconds for stray listeners, in place of what is stated; null without one.
 * @param growth megabytes that the launcher may grow by in ten minutes.
 */
export function makeRecord(bound, growth) {
  const problems = [];
  const counts = { faults: new Map(), endings: new Map(), codes: new Map() };
  const longest = new Map();
  const late = new Set();
  const lives = [];
  let moreFiles = 0;
  const boundOf = (what) => (bound !== null && what.startsWith("a stray") ? bound : BOUNDS[what]);
  const problem = (text) => {
    problems.push(text);
    console.log(`PROBLEM: ${text}`);
  };
  const judgeMemory = () => {
    const steady = lives
      .map((samples) => samples.filter(([minute]) => minute > WARM_UP))
      .filter(({ length }) => length > 1);
    const minutes = steady.reduce((sum, all) => sum + all.at(-1)[0] - all[0][0], 0);
    const most = Math.max(0, ...lives.flat().map(([, megabytes]) => megabytes));
    console.log(`launcher's memory: at most ${most.toFixed(0)} MB`);
    if (minutes < ENOUGH) return;
    const slope = commonSlope(steady);
    console.log(
      `  ${slope.toFixed(2)} MB a minute in ${minutes.toFixed(0)} minutes of ${steady.length} lives after their first; at most ${growth / 10}`,
    );
    if (!(slope <= growth / 10)) problem(`the launcher grew by ${slope.toFixed(2)} MB a minute`);
  };
  return {
    ...{ problems, problem },
    count: (what, name) => counts[what].set(name, (counts[what].get(name) ?? 0) + 1),
    /** @param where the fault that it happened in: what takes too long there is said once. */
    measure: (what, seconds, where) => {
      longest.set(what, Math.max(seconds, longest.get(what) ?? 0));
      if (seconds <= boundOf(what) || late.has(`${what} ${where}`)) return;
      late.add(`${what} ${where}`);
      problem(`${where}: ${what}: more than ${boundOf(what)} s`);
    },
    lived: (samples) => lives.push(samples),
    files: (more) => {
      moreFiles = Math.max(moreFiles, more);
    },
    report: () => {
      for (const [what, names] of Object.entries(counts)) {
        const all = [...names.values()].reduce((sum, count) => sum + count, 0);
        console.log(`${all} ${what}`);
        for (const [name, count] of [...names].sort()) console.log(`  ${count} ${name}`);
      }
      console.log(`longest times, and what is stated`);
      for (const [what, seconds] of longest)
        console.log(`  ${seconds.toFixed(1)} s of ${boundOf(what).toFixed(1)} s: ${what}`);
      console.log(
        `open files of the launcher: at most ${moreFiles} more after a fault than before`,
      );
      judgeMemory();
    },
  };
}
