import { describe, expect, it } from "vitest";
import { findingsOf, STRONG } from "../support/world.ts";

const RULE = "host-validation-off";
const OFF = "--disable-security-middleware";

describe(RULE, () => {
  it.each([
    ["exposed without a login", ["--host", "0.0.0.0"], {}, "error"],
    ["exposed with a login", ["--host", "0.0.0.0"], STRONG, "warning"],
    ["on loopback", [], {}, "warning"],
  ])("speaks %s", (_what, words, facts, severity) => {
    expect(findingsOf(RULE, { words: [...words, OFF], facts })).toMatchObject([
      {
        severity,
        what: "--disable-security-middleware (command line) switches off the checks that keep web pages and foreign names out",
        origin: { kind: "flag", name: OFF },
      },
    ]);
  });

  it("leaves the flag out", () => {
    const [finding] = findingsOf(RULE, { words: [OFF, "--port", "6000"] });
    expect(finding?.fix[0]?.text).toBe("mlflow-guard server --port 6000");
  });

  it("reads the variable as click does", () => {
    const name = "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE";
    expect(findingsOf(RULE, { env: { [name]: "yes" } })).toMatchObject([{ origin: { name } }]);
    expect(findingsOf(RULE, { env: { [name]: "false" } })).toEqual([]);
  });

  it("is silent by default", () => {
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"] })).toEqual([]);
  });
});
