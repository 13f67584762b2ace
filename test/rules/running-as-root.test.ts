import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf } from "../support/world.ts";

const RULE = "running-as-root";

describe(RULE, () => {
  it("warns and refuses nothing", () => {
    const facts = { isRoot: true };
    expect(findingsOf(RULE, { facts })).toMatchObject([
      {
        severity: "warning",
        what: "this process runs as root, and MLflow would too",
        origin: { kind: "default", name: "user" },
        fix: [{ kind: "note", text: "run it as a user of its own; in a Dockerfile: USER mlflow" }],
      },
    ]);
    expect(decisionOf({ facts }).verdict).toBe("allow");
  });

  it("is silent for everybody else", () => {
    expect(findingsOf(RULE, {})).toEqual([]);
  });
});
