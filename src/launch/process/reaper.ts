import REAPER from "../../programs/reaper.py";
import START_REAPER from "../../programs/start_reaper.py";
import { LONGEST_SILENCE, PULSE } from "../private/pulse.ts";

/**
 * An empty file of the private folder, which goes once MLflow is started, as it does on a full disk. Where the system
 * did not start it, the name of the error is in it; where it stays empty, the reaper itself did not get that far.
 */
export const NOT_STARTED = "not-started";

/** Small enough for a list of processes, where it stands; the reaper itself follows on its input. */
export const REAPER_START = START_REAPER.trimEnd();

/**
 * The first two lines on the input of the reaper: its program, and what that is told.
 * @param folder the private one.
 * @param exposed others can reach the server.
 */
export function reaperInput(folder: string, exposed: boolean): string {
  const start = {
    ...{ folder, exposed },
    ...{ notStarted: NOT_STARTED, pulse: PULSE, longestSilence: LONGEST_SILENCE },
  };
  return `${JSON.stringify(REAPER)}\n${JSON.stringify(start)}\n`;
}
