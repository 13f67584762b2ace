import { describe, expect, it } from "vitest";
import { findingsOf, STRONG } from "../support/world.ts";

const RULE = "cors-wildcard";
const wild = (origin: string) => ["--cors-allowed-origins", origin];

describe(RULE, () => {
  it.each([
    ["exposed without a login", ["--host", "0.0.0.0"], {}, "error"],
    ["exposed with a login", ["--host", "0.0.0.0"], STRONG, "warning"],
    ["on loopback", [], {}, "warning"],
  ])("speaks of * %s", (_what, words, facts, severity) => {
    expect(findingsOf(RULE, { words: [...words, ...wild("*")], facts })).toMatchObject([
      {
        severity,
        what: "--cors-allowed-origins (command line) holds *, and so admits the pages of strangers",
        origin: { kind: "flag", name: "--cors-allowed-origins" },
        fix: [
          { kind: "shell" },
          {
            kind: "note",
            text: "name each origin, for example --cors-allowed-origins https://mlflow.example.com",
          },
        ],
      },
    ]);
  });

  it.each([
    "http://*",
    "https://*.com",
    "https://a.example,*",
    "https://app.example*",
    "http://?.example.com",
    "https://[a-z]x.example.com",
    "null",
    "https://a.example, null",
    "http://a.example:*.evil.example",
    "xhttps://*.example.com",
  ])("finds the pattern in %s", (origin) => {
    expect(findingsOf(RULE, { words: wild(origin) })).toHaveLength(1);
  });

  it("takes the variable away that holds it", () => {
    const [finding] = findingsOf(RULE, { env: { MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: "*" } });
    expect(finding?.fix[0]?.text).toBe(
      "env MLFLOW_SERVER_CORS_ALLOWED_ORIGINS= mlflow-guard server",
    );
  });

  it.each([
    "https://a.example",
    "http://localhost:*",
    "https://*.example.com",
    "http://*.example.com",
    "http://[::1]:5000",
    "https://null.example",
    "https://a.example/null",
    "",
  ])("allows %j", (origin) => {
    expect(findingsOf(RULE, { words: wild(origin) })).toEqual([]);
  });
});
