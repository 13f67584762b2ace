import { describe, expect, it } from "vitest";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "mlflow-vulnerable";
const EXPOSED = ["--host", "0.0.0.0"];
const env = { HOME: "/home/ada" };

function withVersion(version: string) {
  return { ...STRONG, mlflow: { ...MLFLOW, version } };
}

describe(RULE, () => {
  it("warns on loopback of what a web page can use, and installs the managed MLflow", () => {
    const scene = { facts: withVersion("3.9.0"), env };
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "warning",
      waivable: false,
      what: `MLflow 3.9.0 (${MLFLOW.path}) has published weaknesses: CVE-2026-2611; as known on 2026-11-28`,
      why: "the newest: any web page drives the Assistant, which runs commands on this machine (https://nvd.nist.gov/vuln/detail/CVE-2026-2611)",
      origin: { kind: "default", name: MLFLOW.path },
    });
    const managed = "/home/ada/.local/share/mlflow-guard/mlflow-3.17.2/bin/mlflow";
    expect(finding?.fix).toEqual([
      {
        kind: "shell",
        text: `mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow ${managed}`,
      },
    ]);
    expect(findingsOf(RULE, runCommand(finding?.fix[0]?.text ?? "", scene))).toEqual([]);
    expect(decisionOf(scene).verdict).toBe("allow");
  });

  it("names six and counts the others", () => {
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts: withVersion("2.20.2") });
    expect(finding?.what).toBe(
      `MLflow 2.20.2 (${MLFLOW.path}) has published weaknesses: CVE-2025-11201, CVE-2026-118625, CVE-2026-33866, CVE-2026-8147, CVE-2026-2651, CVE-2026-2614 and 6 more; as known on 2026-11-28`,
    );
  });

  it("names all where there are no more than six", () => {
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts: withVersion("3.16.1") });
    expect(finding?.what).toContain(
      ": CVE-2026-116692, CVE-2026-118624, CVE-2026-115886, CVE-2026-71211, CVE-2026-3198, CVE-2024-1560; as known",
    );
    expect(finding?.why).toMatch(/^the worst: a scorer loads a module .*GHSA-26p8-2jq9-3vq9\)$/);
  });

  it("names the version without it where the managed MLflow has it, too", () => {
    const words = [...EXPOSED, "--allowed-hosts", "*"];
    const [finding] = findingsOf(RULE, { words, facts: STRONG });
    expect(finding?.what).toContain(
      'has published weaknesses: GHSA-98p3-crmr-mxcx, "host-patterns" (it has no number);',
    );
    expect(finding?.fix).toEqual([{ kind: "note", text: "MLflow 3.18.0 is the first without it" }]);
  });

  it.each([
    ["3.17.2 on loopback", [], {}],
    ["3.17.2 on loopback with a login", ["--app-name", "basic-auth"], STRONG],
    ["3.17.2, exposed with a login", EXPOSED, STRONG],
    ["3.17.2, exposed without one", EXPOSED, {}],
    ["3.18.0", [...EXPOSED, "--allowed-hosts", "*"], withVersion("3.18.0")],
    ["no MLflow to look at", EXPOSED, { ...STRONG, mlflow: null }],
  ])("is silent for %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
