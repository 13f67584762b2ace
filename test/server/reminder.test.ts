import { afterEach, describe, expect, it, vi } from "vitest";
import type { Decision } from "../../src/policy/types.ts";
import { remind } from "../../src/server/reminder.ts";
import { waivedOn } from "../report/rendered.ts";
import { decisionOf } from "../support/world.ts";

const DAY = 86_400_000;

/** How many days were left, each time that the log said what is open. */
function remindedFor(decision: Decision, days: number): (number | null | undefined)[] {
  vi.useFakeTimers();
  const said: (number | null | undefined)[] = [];
  const stillOpen = ({ waived }: Decision) => said.push(waived[0]?.daysLeft);
  const from = Date.parse("2026-11-23T00:00:00Z");
  let now = 0;
  const today = () => new Date(from + now * DAY).toISOString().slice(0, 10);
  const timer = remind(decision, { stillOpen }, { today });
  while (now++ < days) vi.advanceTimersByTime(DAY);
  clearInterval(timer);
  return said;
}

describe("the log of a server with an opt-out", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("repeats what is open once a day, with the days that are left then", () => {
    expect(remindedFor(waivedOn("2026-12-01"), 3)).toEqual([7, 6, 5]);
  });

  it("repeats nothing where nothing is open", () => {
    expect(remindedFor(decisionOf({}), 3)).toEqual([]);
  });
});
