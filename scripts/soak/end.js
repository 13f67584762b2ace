import { STOP_TIMEOUT } from "./bounds.js";
import { untilNothing } from "./life.js";

const KILLED = 128 + 9;

export const outcomeOf = ({ child }) => child.exitCode ?? child.signalCode;

/**
 * Waits for the end of a life, and looks whether it is what it should be.
 * @param due `codes`: those that may be, any where there are none. `since`: when it was due, by the monotonic clock.
 * `told`: one of these has been said, unless nobody hears it.
 */
export async function ended({ codes, since, told = [] }, context) {
  const { life, place, record, problem } = context;
  const { seconds, left } = await untilNothing(life, place, since);
  const code = outcomeOf(life);
  record.count("codes", String(code));
  context.measure("from what ended it until nothing was left", Math.max(0, seconds));
  // What was asked and needs longer is killed, and then its code says so.
  const wasKilled = codes.includes(0) && seconds >= STOP_TIMEOUT && code === KILLED;
  if (codes.length > 0 && !codes.includes(code) && !wasKilled)
    problem(`it ended with ${code}, and should with ${codes.join(" or ")}`);
  if (left.length > 0) problem(`it left ${left.join("; ")}`);
  const words = life.err.text();
  const heard = told.length === 0 || told.some((text) => words.includes(text));
  if (!heard && !context.isDeaf()) problem("it never said why it stopped");
  if (/internal error|mistake of mlflow-guard|node:internal/.test(words))
    problem("it speaks of a mistake of its own");
}
