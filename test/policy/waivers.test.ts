import { describe, expect, it } from "vitest";
import { onDay, readWaivers } from "../../src/policy/waivers.ts";
import { decisionOf, intentOf } from "../support/world.ts";

const RULE = "public-without-auth";
const TODAY = { today: "2026-11-23", canConfirm: false };

function read(words: readonly string[], facts = TODAY) {
  return readWaivers(intentOf({ words }).intent, facts, new Set([RULE, "other-rule"]));
}

function until(date: string) {
  return read(["--guard-unsafe", RULE, "--guard-reason", "demo", "--guard-until", date]);
}

describe("the date of an opt-out", () => {
  it.each([
    ["2026-11-23", 0],
    ["2026-11-24", 1],
    ["2027-02-21", 90],
  ])("%s is %d days ahead and holds", (date, daysLeft) => {
    expect(until(date)).toEqual({
      waivers: [{ rule: RULE, reason: "demo", until: date, daysLeft }],
      problems: [],
    });
  });

  it.each([
    ["2026-11-22", "--guard-until 2026-11-22 is over; today is 2026-11-23 (UTC)"],
    ["2025-12-01", "is over"],
    ["2027-02-22", "--guard-until 2027-02-22 is 91 days ahead, 90 are allowed"],
    ["9999-12-31", "days ahead"],
    ["2026-11-31", '--guard-until "2026-11-31" is no date of the form YYYY-MM-DD'],
    ["+002026-12-01", "no date"],
    ["2026-12-01x", "no date"],
    ["2026-2-28", "no date"],
    ["2027-02-29", "no date"],
    ["2027-02-30", "no date"],
    ["2026-13-01", "no date"],
    ["2026-12-00", "no date"],
    ["2026-12-1", "no date"],
    ["26-12-01", "no date"],
    ["2026-12-01T00:00:00Z", "no date"],
    [" 2026-12-01", "no date"],
    ["01.12.2026", "no date"],
    ["tomorrow", "no date"],
    ["", "no date"],
  ])("%j does not hold", (date, problem) => {
    const { waivers, problems } = until(date);
    expect(waivers).toEqual([]);
    expect(problems.join()).toContain(problem);
  });

  it("counts through a leap day and a change of clocks", () => {
    const words = ["--guard-unsafe", RULE, "--guard-reason", "x", "--guard-until", "2028-03-31"];
    expect(read(words, { ...TODAY, today: "2028-02-28" }).waivers[0]?.daysLeft).toBe(32);
  });

  it("may be left out where a person can be asked", () => {
    const words = ["--guard-unsafe", RULE, "--guard-reason", "x"];
    expect(read(words).problems).toHaveLength(1);
    expect(read(words, { ...TODAY, canConfirm: true }).waivers).toMatchObject([
      { until: null, daysLeft: null },
    ]);
  });
});

describe("an opt-out on a later day", () => {
  const words = ["--host", "0.0.0.0", "--guard-unsafe", RULE, "--guard-reason", "x"];
  const leftOn = (day: string, more: readonly string[]) => {
    const decision = decisionOf({ words: [...words, ...more], facts: { canConfirm: true } });
    const later = onDay(decision, day);
    expect(later).toMatchObject({ verdict: "allow", waived: [{ rule: RULE, reason: "x" }] });
    return later.waived.map(({ daysLeft }) => daysLeft);
  };

  it("has fewer days left, and none without a date", () => {
    const until = ["--guard-until", "2026-12-01"];
    expect(leftOn("2026-11-23", until)).toEqual([8]);
    expect(leftOn("2026-11-30", until)).toEqual([1]);
    expect(leftOn("2026-12-03", until)).toEqual([-2]);
    expect(leftOn("2026-11-30", [])).toEqual([null]);
  });
});

describe("what an opt-out names", () => {
  const WHY = ["--guard-reason", "x", "--guard-until", "2026-12-01"];

  it.each([
    "Public-Without-Auth",
    "public_without_auth",
    " public-without-auth",
    "security",
    "*",
  ])("%j is no rule", (rule) => {
    expect(read([`--guard-unsafe=${rule}`, ...WHY]).waivers).toEqual([]);
  });

  it("may be meant for a rule that is near", () => {
    expect(read(["--guard-unsafe=public-without-aut", ...WHY]).problems).toEqual([
      `"public-without-aut" is no rule that can be waived; did you mean ${RULE}?`,
    ]);
  });

  it("names several rules, one an option", () => {
    const words = ["--guard-unsafe", RULE, "--guard-unsafe", "other-rule", ...WHY];
    expect(read(words).waivers.map(({ rule }) => rule)).toEqual([RULE, "other-rule"]);
    expect(read(["--guard-unsafe", `${RULE},other-rule`, ...WHY]).waivers).toEqual([]);
  });

  it.each(["", " ", "\t"])("needs more of a reason than %j", (reason) => {
    const words = ["--guard-unsafe", RULE, `--guard-reason=${reason}`, "--guard-until=2026-12-01"];
    expect(read(words).problems.join()).toContain("--guard-reason is missing");
  });

  it("says all that is missing at once", () => {
    expect(read(["--guard-unsafe", "x"]).problems).toEqual([
      '"x" is no rule that can be waived',
      "--guard-reason is missing: say why",
      "--guard-until is missing: give the last day, YYYY-MM-DD",
    ]);
  });

  it.each([
    [["--guard-reason", "x"]],
    [["--guard-until", "2026-12-01"]],
    [WHY],
  ])("is missing beside %j", (words) => {
    expect(read(words)).toEqual({
      waivers: [],
      problems: ["--guard-reason and --guard-until waive nothing without --guard-unsafe"],
    });
  });

  it("is nothing where nothing was said", () => {
    expect(read([])).toEqual({ waivers: [], problems: [] });
  });
});

describe("what an opt-out opens", () => {
  const WAIVER = ["--guard-unsafe", RULE, "--guard-reason", "demo", "--guard-until", "2026-12-01"];
  const OPEN = ["--host", "0.0.0.0", ...WAIVER];

  it("is its rule, and the finding stays visible", () => {
    const decision = decisionOf({ words: OPEN });
    expect(decision.verdict).toBe("allow");
    expect(decision.findings.map(({ id }) => id)).not.toContain(RULE);
    expect(decision.waived).toMatchObject([
      { rule: RULE, reason: "demo", until: "2026-12-01", daysLeft: 8, finding: { id: RULE } },
    ]);
  });

  it("is no other rule", () => {
    const decision = decisionOf({ words: [...OPEN, "--disable-security-middleware"] });
    expect(decision.verdict).toBe("refuse");
    expect(decision.findings[0]?.id).toBe("host-validation-off");
  });

  it("is nothing where its rule has nothing to say", () => {
    expect(decisionOf({ words: WAIVER })).toMatchObject({ verdict: "allow", waived: [] });
  });
});
