/** What can be seen of a server that does not answer yet. */
export interface Signs {
  /** Workers that ended since the start. */
  readonly deaths: number;
  /** How many there are to be at once. */
  readonly workers: number;
  /** Seconds since it last used the processor for more than a moment. */
  readonly idle: number;
}

/** `crashing` will not get better by waiting; `hung` may, if what it waits for comes. */
export type Stage = "starting" | "crashing" | "hung";

/** Each worker failed, and so did the one that took its place. */
const ROUNDS = 2;
const FEWEST = 4;

/** Seconds; a start is busy loading all the time. */
const IDLE = 10;

/** Where a start stands. */
export function stageOf({ deaths, workers, idle }: Signs): Stage {
  if (deaths >= Math.max(FEWEST, ROUNDS * workers)) return "crashing";
  return idle >= IDLE ? "hung" : "starting";
}

/** What stands between the start and readiness, in words; nothing where it is as always. */
export function describeStage(signs: Signs): string {
  const stage = stageOf(signs);
  if (stage === "hung") return `it used no processor time for ${Math.floor(signs.idle)} s`;
  if (signs.deaths === 0) return "";
  return signs.deaths === 1 ? "a worker died" : `${signs.deaths} workers died`;
}
