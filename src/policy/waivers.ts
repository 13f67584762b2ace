import type { Facts } from "../facts/types.ts";
import { nearest } from "../intent/argv/nearest.ts";
import type { ServerIntent } from "../intent/types.ts";
import { shownSetting } from "../secrets/quoted.ts";
import type { Decision, WaiverReading } from "./types.ts";

/** How far ahead a waiver may be dated, and from when on it is announced that it ends; both in days. */
export const LONGEST_DAYS = 90;
export const WARNING_DAYS = 14;

/**
 * Reads the opt-out of the command line: it names rules, has a reason, and ends. Only exact tokens count.
 * @param waivable the ids that may be waived.
 */
export function readWaivers(
  intent: ServerIntent,
  facts: Pick<Facts, "today" | "canConfirm">,
  waivable: ReadonlySet<string>,
): WaiverReading {
  const rules = intent.waivedRules.map(({ value }) => value);
  const reason = intent.waiverReason?.value;
  const until = intent.waiverUntil?.value;
  if (rules.length === 0) {
    const stray = reason !== undefined || until !== undefined;
    return {
      waivers: [],
      problems: stray
        ? ["--guard-reason and --guard-until waive nothing without --guard-unsafe"]
        : [],
    };
  }
  const problems = [
    ...rules
      .filter((rule) => !waivable.has(rule))
      .map((rule) => `${shownSetting(rule)} is no rule that can be waived${meant(rule, waivable)}`),
    ...(reason?.trim() ? [] : ["--guard-reason is missing: say why"]),
    ...dateProblems(until, facts),
  ];
  const last = until ?? null;
  const waivers = rules.map((rule) => ({
    rule,
    reason: reason ?? "",
    until: last,
    daysLeft: daysLeft(facts.today, last),
  }));
  return { waivers: problems.length > 0 ? [] : waivers, problems };
}

function dateProblems(
  until: string | undefined,
  facts: Pick<Facts, "today" | "canConfirm">,
): string[] {
  if (until === undefined) {
    return facts.canConfirm ? [] : ["--guard-until is missing: give the last day, YYYY-MM-DD"];
  }
  const days = daysBetween(facts.today, until);
  if (days === null)
    return [`--guard-until ${shownSetting(until)} is no date of the form YYYY-MM-DD`];
  if (days < 0) return [`--guard-until ${until} is over; today is ${facts.today} (UTC)`];
  return days > LONGEST_DAYS
    ? [`--guard-until ${until} is ${days} days ahead, ${LONGEST_DAYS} are allowed`]
    : [];
}

function daysLeft(today: string, until: string | null): number | null {
  return until === null ? null : daysBetween(today, until);
}

/** Whole days from one ISO date to another; null where the text is no date of the calendar. */
function daysBetween(from: string, to: string): number | null {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
  // As the calendar writes it: 31 November is the first of December, and there are longer years.
  if (Number.isNaN(day(to)) || new Date(day(to)).toISOString() !== `${to}T00:00:00.000Z`)
    return null;
  return Math.round((day(to) - day(from)) / 86_400_000);
}

/** The same decision on another day: a launcher runs for longer than the day on which it was made. */
export function onDay(decision: Decision, today: string): Decision {
  const waived = decision.waived.map((one) => ({
    ...one,
    daysLeft: daysLeft(today, one.until),
  }));
  return { ...decision, waived };
}

function meant(typed: string, waivable: ReadonlySet<string>): string {
  const near = nearest(typed, [...waivable]);
  return near ? `; did you mean ${near}?` : "";
}
