import type { Ports } from "../ports.ts";

/** Signals that are heard before there is a run to stop. */
export interface EarlySignals {
  /** Ends the hearing; returns how many came. */
  readonly end: () => number;
}

/** From here on a signal no longer ends the launcher alone, which would leave behind what it has made so far. */
export function hearEarlySignals({ onSignal }: Ports): EarlySignals {
  let count = 0;
  const unlisten = onSignal("stop", () => {
    count += 1;
  });
  return {
    end: () => {
      unlisten();
      return count;
    },
  };
}
