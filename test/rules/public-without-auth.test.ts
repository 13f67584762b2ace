import { describe, expect, it } from "vitest";
import { findingsOf, STRONG } from "../support/world.ts";

const RULE = "public-without-auth";

describe(RULE, () => {
  it.each([
    ["a wildcard", ["--host", "0.0.0.0"]],
    ["an address of this machine", ["--host", "192.168.1.20"]],
    ["a forwarded name", ["--allowed-hosts", "mlflow.example.com"]],
    ["development mode", ["--host", "0.0.0.0", "--dev"]],
  ])("refuses %s without a login", (_what, words) => {
    expect(findingsOf(RULE, { words })).toMatchObject([{ severity: "error", waivable: true }]);
  });

  it("names the variable it came from", () => {
    const [finding] = findingsOf(RULE, { env: { MLFLOW_HOST: "0.0.0.0" } });
    expect(finding?.origin).toEqual({ kind: "env", name: "MLFLOW_HOST" });
  });

  it.each([
    ["loopback", [], {}],
    ["a wildcard with a login", ["--host", "0.0.0.0"], STRONG],
    ["a loopback name", ["--allowed-hosts", "localhost:5000,127.0.0.1"], {}],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
