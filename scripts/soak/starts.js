import { contextOf } from "./context.js";
import { ended, outcomeOf } from "./end.js";
import { fill } from "./kinds.js";
import { isReady, startLife } from "./life.js";

/** Starts that may fail, and then with a code that says so and with nothing left. */
export const STARTS = {
  "start on a full disk": ({ place, chance }) => ({
    before: [],
    free: fill(place, Math.floor(chance.between(0, 65_536))),
  }),
  "start with few descriptors": ({ chance }) => ({
    before: ["prlimit", `--nofile=${Math.floor(chance.between(20, 160))}:`],
    free: () => {},
  }),
};

/** What MLflow itself cannot do without room is its own end (1); the launcher's are 71, and 76 where it cannot look. */
const FAILED = [1, 71, 76];

export async function startInFault(stage) {
  const { place, record } = stage;
  const name = stage.nextStart();
  record.count("faults", name);
  const { before, free } = STARTS[name](stage);
  const life = await startLife(place, before);
  const context = contextOf(stage, life);
  context.does(name);
  const ready = await isReady(life, place);
  free();
  if (!life.isOver()) life.child.kill("SIGTERM");
  await ended({ codes: ready ? [0] : FAILED, since: performance.now() }, context);
  console.log(`  ${name}: ${ready ? "ready, " : ""}${outcomeOf(life)}`);
}
