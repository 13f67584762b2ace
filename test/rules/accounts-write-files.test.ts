import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf, STRONG } from "../support/world.ts";

const RULE = "accounts-write-files";
const EXPOSED = ["--host", "0.0.0.0"];

describe(RULE, () => {
  it.each([
    ["on every interface", EXPOSED, "default"],
    ["under a name", ["--app-name", "basic-auth", "--allowed-hosts", "ml.example"], "flag"],
  ])("remarks on a server with a login %s", (_what, words, kind) => {
    expect(findingsOf(RULE, { words, facts: STRONG })).toMatchObject([
      {
        severity: "info",
        what: "accounts are people who may write where MLflow's user may, below a new folder of a random name",
        origin: { kind, name: "--app-name" },
        fix: [{ kind: "note", text: expect.stringContaining("ReadWritePaths=") }],
      },
    ]);
    expect(decisionOf({ words, facts: STRONG }).verdict).toBe("allow");
  });

  it.each([
    ["on loopback", ["--app-name", "basic-auth"], STRONG],
    ["without a login", EXPOSED, {}],
  ])("is silent %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
