import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf, STRONG } from "../support/world.ts";

const RULE = "auth-app-unknown";
const EXPOSED = ["--host", "0.0.0.0", "--app-name", "mine"];

describe(RULE, () => {
  it.each([
    ["a wildcard", EXPOSED],
    ["a forwarded name", ["--allowed-hosts", "mlflow.example.com", "--app-name", "mine"]],
    ["a claim about another app", [...EXPOSED, "--guard-login-app", "other"]],
  ])("refuses a plugin on %s", (_what, words) => {
    expect(findingsOf(RULE, { words })).toMatchObject([
      {
        severity: "error",
        waivable: true,
        what: '--app-name (command line) names "mine"',
        origin: { kind: "flag", name: "--app-name" },
      },
    ]);
  });

  it("offers MLflow's own login and names the claim", () => {
    const [finding] = findingsOf(RULE, { words: EXPOSED });
    expect(finding?.fix[0]?.text).toBe(
      "mlflow-guard init && mlflow-guard server --app-name basic-auth --host 0.0.0.0",
    );
    expect(finding?.fix.slice(1)).toEqual([
      { kind: "note", text: "if the plugin does ask: --guard-login-app mine" },
    ]);
  });

  it("says what kubernetes-auth is, and what it needs", () => {
    const words = ["--host", "0.0.0.0", "--app-name", "kubernetes-auth"];
    const [finding] = findingsOf(RULE, { words });
    expect(finding?.fix.map(({ kind }) => kind)).toEqual(["shell", "note", "note"]);
    expect(finding?.fix.map(({ text }) => text).slice(1)).toEqual([
      "if the plugin does ask: --guard-login-app kubernetes-auth",
      expect.stringMatching(
        /^kubernetes-auth comes with mlflow-kubernetes-plugins: it needs --enable-workspaces, --workspace-store-uri kubernetes:/,
      ),
    ]);
  });

  it("can be waived", () => {
    const waiver = ["--guard-reason", "plugin under test", "--guard-until", "2026-12-01"];
    const words = [...EXPOSED, "--guard-unsafe", RULE, ...waiver];
    expect(decisionOf({ words })).toMatchObject({ verdict: "allow", waived: [{ rule: RULE }] });
  });

  it.each([
    ["on loopback", ["--app-name", "mine"], {}],
    ["that the operator names", [...EXPOSED, "--guard-login-app", "mine"], {}],
    ["that was not named", ["--host", "0.0.0.0"], {}],
    ["when it is basic-auth", ["--host", "0.0.0.0", "--app-name", "basic-auth"], STRONG],
  ])("allows an app %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
