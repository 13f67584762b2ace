import { chanceOf } from "./chance.js";
import { ENDINGS } from "./endings.js";
import { KINDS } from "./kinds.js";
import { liveOnce } from "./live.js";
import { makePlace } from "./place.js";
import { makeRecord } from "./record.js";
import { STARTS, startInFault } from "./starts.js";

/**
 * Lives of an exposed server with faults in them, one after the other, until the time is over.
 * @returns the problems.
 */
export async function faults(folder, { minutes, seed, kinds, bound, growth }) {
  const chance = chanceOf(seed);
  const record = makeRecord(bound, growth);
  console.log(`seed ${seed} (--seed ${seed}: the same faults in the same order)`);
  const named = (table) => Object.keys(table).filter((name) => !kinds || kinds.includes(name));
  const often = (name) => Array(ENDINGS[name].often ?? 1).fill(name);
  const [starts, hits, ends] = [STARTS, KINDS, ENDINGS].map(named);
  const stage = {
    ...{ place: makePlace(folder), chance, record, life: 0 },
    survives: hits.length > 0,
    nextKind: chance.deck(hits.length > 0 ? hits : Object.keys(KINDS)),
    nextEnding: chance.deck((ends.length > 0 ? ends : ["asked to stop"]).flatMap(often)),
    nextStart: chance.deck(starts),
    // From the first life on: how long MLflow takes to start is the machine's.
    until: Number.POSITIVE_INFINITY,
    lives: () => {
      stage.until = Math.min(stage.until, performance.now() + minutes * 60_000);
    },
  };
  do {
    stage.life += 1;
    await liveOnce(stage);
    if (starts.length > 0 && performance.now() < stage.until) await startInFault(stage);
  } while (performance.now() < stage.until);
  record.report();
  return record.problems;
}
