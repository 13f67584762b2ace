import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf, MLFLOW, OIDC, STRONG } from "../support/world.ts";

const RULE = "auth-incomplete-in-version";
const EXPOSED = ["--host", "0.0.0.0"];
const GUNICORN = [...EXPOSED, "--gunicorn-opts", "--timeout 60"];

function withVersion(version: string) {
  return { ...STRONG, mlflow: { ...MLFLOW, version } };
}

describe(RULE, () => {
  it.each([
    ["2.20.1", EXPOSED, "session keys"],
    ["3.3.0", EXPOSED, "500"],
    ["3.3.2", EXPOSED, "500"],
    ["3.4.0", EXPOSED, "native routes are open"],
    ["3.9.0", EXPOSED, "native routes are open"],
    ["3.10.0", EXPOSED, "Host header"],
    ["3.14.0rc1", EXPOSED, "Host header"],
  ])("refuses %s, exposed with a login", (version, words, what) => {
    const [finding] = findingsOf(RULE, { words, facts: withVersion(version) });
    expect(finding).toMatchObject({
      severity: "error",
      waivable: true,
      origin: { kind: "default", name: MLFLOW.path },
    });
    expect(finding?.what).toContain(what);
    expect(finding?.what).toContain(`MLflow ${version} (${MLFLOW.path}): `);
  });

  it("offers the managed MLflow", () => {
    const scene = { words: EXPOSED, facts: withVersion("3.9.0"), env: { XDG_DATA_HOME: "/data" } };
    const [finding] = findingsOf(RULE, scene);
    expect(finding?.fix[0]?.text).toContain("install-mlflow && mlflow-guard server --guard-mlflow");
  });

  it("can be waived", () => {
    const waiver = ["--guard-reason", "upgrade next week", "--guard-until", "2026-12-01"];
    const words = [...EXPOSED, "--guard-unsafe", RULE, ...waiver];
    expect(decisionOf({ words, facts: withVersion("3.9.0") }).verdict).toBe("allow");
  });

  it.each([
    ["2.20.2", EXPOSED],
    ["3.2.0", EXPOSED],
    ["3.14.0", EXPOSED],
    ["3.17.2", EXPOSED],
    ["3.9.0 with gunicorn", GUNICORN],
    ["3.9.0 on loopback", ["--app-name", "basic-auth"]],
    ["3.9.0 with another app", [...EXPOSED, "--app-name", "mine", "--guard-login-app", "mine"]],
  ])("allows %s", (version, words) => {
    const facts = withVersion(version.split(" ")[0] ?? version);
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("says nothing where there is no MLflow to look at", () => {
    expect(findingsOf(RULE, { words: EXPOSED, facts: { ...STRONG, mlflow: null } })).toEqual([]);
  });

  it("refuses a version of a known plugin that leaves something open, and offers MLflow's own", () => {
    const app = { name: "oidc-auth", target: "mlflow_oidc_auth.app:app" };
    const apps = [{ ...app, from: "mlflow_oidc_auth-7.0.0" }];
    const facts = { ...OIDC.facts, mlflow: { ...MLFLOW, pythonVersion: "3.12", apps } };
    const found = findingsOf(RULE, { ...OIDC, facts });
    expect(found.length).toBeGreaterThan(0);
    for (const finding of found) {
      expect(finding).toMatchObject({
        severity: "error",
        what: expect.stringContaining(`mlflow-oidc-auth 7.0.0 (${MLFLOW.path}): `),
        origin: { kind: "default", name: MLFLOW.path },
      });
      expect(finding.fix[0]?.text).toContain("--app-name basic-auth");
      expect(finding.fix.slice(1)).toEqual([
        { kind: "note", text: "or take a newer mlflow-oidc-auth" },
      ]);
    }
    expect(findingsOf(RULE, OIDC)).toEqual([]);
  });
});
