import { describe, expect, it } from "vitest";
import { findingsOf, STRONG } from "../support/world.ts";

const RULE = "hosts-wildcard";
const hosts = (list: string) => ["--allowed-hosts", list];

describe(RULE, () => {
  it.each([
    ["exposed without a login", ["--host", "0.0.0.0"], {}, "error"],
    ["forwarded without a login", [], {}, "error"],
    ["exposed with a login", ["--host", "0.0.0.0"], STRONG, "warning"],
    ["behind a proxy that asks", ["--guard-behind-proxy", "https://ml.example"], {}, "warning"],
  ])("speaks of * %s", (_what, words, facts, severity) => {
    expect(findingsOf(RULE, { words: [...words, ...hosts("*")], facts })).toMatchObject([
      { severity, origin: { kind: "flag", name: "--allowed-hosts" } },
    ]);
  });

  it.each([
    "*:5000",
    "10.*",
    "*.com",
    "localhost,192.168.1.?",
    "[0-9]*",
    "a*.example.com",
  ])("finds the pattern in %s", (list) => {
    expect(findingsOf(RULE, { words: hosts(list) })).toHaveLength(1);
  });

  it("names the patterns alone and leaves the option out", () => {
    const [finding] = findingsOf(RULE, { words: hosts("a.example,10.*") });
    expect(finding?.what).toBe(
      "--allowed-hosts (command line) holds 10.*, and so admits foreign names",
    );
    expect(finding?.fix).toEqual([
      { kind: "shell", text: "mlflow-guard server" },
      {
        kind: "note",
        text: "name each host that clients use, for example --allowed-hosts mlflow.example.com",
      },
    ]);
  });

  it("names every pattern of the list", () => {
    const [finding] = findingsOf(RULE, { words: hosts("*,a.example,10.*") });
    expect(finding?.what).toBe(
      "--allowed-hosts (command line) holds *, 10.*, and so admits foreign names",
    );
  });

  it.each([
    "localhost",
    "localhost:*",
    "[::1]:5000",
    "::1",
    "a.example",
    "*.example.com",
    "",
  ])("allows %j", (list) => {
    expect(findingsOf(RULE, { words: hosts(list) })).toEqual([]);
  });
});
