import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf } from "../support/world.ts";

const RULE = "running-as-root";

describe(RULE, () => {
  it("warns and refuses nothing", () => {
    const facts = { isRoot: true };
    expect(findingsOf(RULE, { facts })).toMatchObject([
      {
        severity: "warning",
        fix: [{ kind: "note", text: expect.stringContaining("USER mlflow") }],
      },
    ]);
    expect(decisionOf({ facts }).verdict).toBe("allow");
  });

  it("is silent for everybody else", () => {
    expect(findingsOf(RULE, {})).toEqual([]);
  });
});
