import { describe, expect, it } from "vitest";
import { leftOut, longest } from "../../scripts/report.js";
import { leftOut as because, needs } from "../support/needs.ts";

const test = (fullName: string, status: string, options: ReturnType<typeof because> = {}) => ({
  ...{ fullName, status, meta: {}, ...options },
});

describe("the tests that were left out", () => {
  it("are counted by their reasons, and named without one", () => {
    const assertionResults = [
      test("a", "passed"),
      test("b", "failed"),
      test("c", "skipped", because("needs root")),
      test("d", "skipped", because("needs root")),
      test("e", "skipped", because("needs zsh")),
      test("f", "skipped"),
      test("g", "todo"),
    ];
    expect(leftOut({ testResults: [{ assertionResults }] })).toEqual({
      reasons: new Map([
        ["needs root", 2],
        ["needs zsh", 1],
      ]),
      unexplained: ["f", "g"],
    });
    expect(leftOut({ testResults: [] })).toEqual({ reasons: new Map(), unexplained: [] });
  });

  it("are none where nothing is missing", () => {
    expect([needs(), because(null)]).toEqual([{}, {}]);
  });
});

describe("the files that took the longest", () => {
  it("are named in order, with their seconds", () => {
    const testResults = [
      { name: "/home/ada/guard/test/full/short.test.ts", startTime: 1000, endTime: 2400 },
      { name: "/home/ada/guard/test/full/long.test.ts", startTime: 1000, endTime: 90_600 },
    ];
    const named = longest({ testResults }, "/home/ada/guard");
    expect(named).toEqual(["full/long 90 s", "full/short 1 s"]);
  });
});
