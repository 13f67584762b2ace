import * as servers from "../servers.js";
import { KINDS } from "./kinds.js";
import { readPulse } from "./place.js";

/** More than a deck has. */
const PATIENCE = 100;

/** What a fault is given: the life that it is to hit, and where it says what it saw. */
export function contextOf(stage, life) {
  const { place, record, chance } = stage;
  const done = [];
  const where = () => `life ${stage.life}, ${done.length}. ${done.at(-1) ?? "start"}`;
  const problem = (text) =>
    record.problem(`${where()}: ${text}\n  ${life.err.text().slice(-1500)}`);
  let begun = {};
  const begin = async (name) => {
    const kind = KINDS[name];
    begun = kind;
    const undo = await kind.begin(context);
    return {
      kind,
      undo: async () => {
        await undo();
        if (kind.blinds || kind.pauses) await freshLook(life, place);
        begun = {};
      },
    };
  };
  const context = {
    ...{ life, place, chance, record, problem, begin },
    measure: (what, seconds) => record.measure(what, seconds, where()),
    does: (what) => void done.push(what),
    story: () => done.join(", "),
    /** Can the launcher not look, or could it not a moment ago? */
    isBlind: () => Boolean(begun.blinds || begun.pauses),
    /** May words of it be lost on the way here? */
    isDeaf: () => Boolean(begun.deafens || life.err.isGone()),
    /** From here on it cannot look. */
    blind: () => {
      begun = { blinds: true };
    },
    /** It has been said, unless nobody hears it. */
    saw: async (text) => {
      if (life.err.isGone()) return;
      const seen = () => life.isOver() || life.err.text().includes(text);
      if (!(await servers.waitFor(seen, 10))) problem(`it never said "${text}"`);
    },
    /** The next kind that can hit this life; null where there is none. */
    next: () => {
      const fits = (name) =>
        (name !== "guardian killed" || life.guarded) &&
        !(KINDS[name].readers && (life.out.isGone() || life.err.isGone()));
      const name = drawn(stage.nextKind, fits);
      if (name) record.count("faults", name);
      return name;
    },
  };
  return context;
}

/** Draws until one fits; null where none does. */
export function drawn(draw, fits) {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    const name = draw();
    if (fits(name)) return name;
  }
  return null;
}

async function freshLook(life, place) {
  const before = readPulse(place)?.at ?? 0;
  await servers.waitFor(() => life.isOver() || (readPulse(place)?.at ?? 0) > before, 10);
}
