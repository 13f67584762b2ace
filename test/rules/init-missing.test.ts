import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf } from "../support/world.ts";

const RULE = "init-missing";

describe(RULE, () => {
  it("warns PID 1, names two inits, and refuses nothing", () => {
    const facts = { isPid1: true };
    expect(findingsOf(RULE, { facts })).toMatchObject([
      {
        severity: "warning",
        what: expect.stringContaining("PID 1"),
        origin: { kind: "default", name: "PID 1" },
        fix: [
          { kind: "docker", text: "docker run --init ..." },
          { kind: "note", text: expect.stringContaining('["tini", "--", "mlflow-guard"') },
        ],
      },
    ]);
    expect(decisionOf({ facts }).verdict).toBe("allow");
  });

  it.each([
    ["below an init", { underInit: true }],
    ["anywhere else", {}],
  ])("is silent %s", (_where, facts) => {
    expect(findingsOf(RULE, { facts })).toEqual([]);
  });
});
