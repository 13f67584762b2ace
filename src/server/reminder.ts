import type { Decision } from "../policy/types.ts";
import { onDay } from "../policy/waivers.ts";
import type { Ports } from "../ports.ts";
import type { Reporter } from "../report/reporter.ts";

const DAY = 86_400_000;

/**
 * The log repeats every day what is open; nobody reads yesterday's.
 * @returns the timer; undefined where nothing is open.
 */
export function remind(
  decision: Decision,
  reporter: Pick<Reporter, "stillOpen">,
  { today }: Pick<Ports, "today">,
): NodeJS.Timeout | undefined {
  if (decision.waived.length === 0) return undefined;
  return setInterval(() => reporter.stillOpen(onDay(decision, today())), DAY);
}
