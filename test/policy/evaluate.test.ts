import { describe, expect, it } from "vitest";
import { withManagedMlflow } from "../../src/policy/evaluate.ts";
import { changeable, opening } from "../support/openings.ts";
import { decisionOf, factsOf, intentOf, type Scene, STRONG } from "../support/world.ts";

const OPEN = ["--host", "0.0.0.0"];
const WHY = ["--guard-reason", "demo", "--guard-until", "2026-12-01"];
const UNSAFE = "--guard-unsafe";

/** What decides the login and belongs to somebody else: no command of this user's changes that. */
const STUCK = [
  changeable("settings", "auth.ini", opening("/srv/auth.ini", { how: "owner", owner: 1001 })),
];

describe("a finding", () => {
  it("is what was seen, dressed with what its rule knows", () => {
    const { findings } = decisionOf({ facts: { isRoot: true } });
    expect(findings).toEqual([
      {
        id: "running-as-root",
        severity: "warning",
        title: "MLflow would run as root",
        what: "this process runs as root, and MLflow would too",
        why: "a weakness in MLflow would then be a weakness of the whole machine",
        fix: [{ kind: "note", text: "run it as a user of its own; in a Dockerfile: USER mlflow" }],
        origin: { kind: "default", name: "user" },
        waivable: false,
        docs: "docs/rules/running-as-root.md",
      },
    ]);
  });

  it("has its commands before its notes", () => {
    const [finding] = decisionOf({ words: OPEN }).findings;
    expect(finding?.fix.map(({ kind }) => kind)).toEqual(["shell", "shell", "note", "docker"]);
  });

  it("has its commands as notes where something stands in their way that no command changes", () => {
    const facts = { adminPassword: STRONG.adminPassword, changeable: STUCK };
    const { findings, remedy } = decisionOf({ words: OPEN, facts });
    expect(remedy).toEqual([]);
    expect(findings.find(({ id }) => id === "secret-key-missing")?.fix).toEqual([
      {
        kind: "note",
        text: "once the other errors are fixed: mlflow-guard init && mlflow-guard server --host 0.0.0.0",
      },
    ]);
  });
});

describe("the command that installs an MLflow first", () => {
  const MANAGED = "/home/ada/.local/share/mlflow-guard/mlflow-3.17.2/bin/mlflow";
  const commandOf = (scene: Scene) => {
    const whole = { env: { HOME: "/home/ada" }, ...scene, facts: { mlflow: null, ...scene.facts } };
    return withManagedMlflow(intentOf(whole).intent, factsOf(whole));
  };

  it("is the user's own, with what else it would be refused for", () => {
    expect(commandOf({})).toBe(
      `mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow ${MANAGED}`,
    );
    expect(commandOf({ words: OPEN })).toBe(
      `mlflow-guard install-mlflow && mlflow-guard init && mlflow-guard server --guard-mlflow ${MANAGED} --host 0.0.0.0`,
    );
  });

  it("is the user's own also where no command leads to a start", () => {
    expect(commandOf({ words: OPEN, facts: { changeable: STUCK } })).toBe(
      `mlflow-guard install-mlflow && mlflow-guard server --guard-mlflow ${MANAGED} --host 0.0.0.0`,
    );
  });
});

describe("the findings of a decision", () => {
  it("are errors, warnings and remarks, each in the order of the rules", () => {
    const words = [...OPEN, "--static-prefix", "/static", "--guard-behind-proxy", "x"];
    const facts = {
      ...STRONG,
      isRoot: true,
      pythonPath: [{ entry: "src", reason: { code: "relative" } as const }],
    };
    const { findings, verdict } = decisionOf({ words, facts, env: { PYTHONPATH: "src" } });
    expect(verdict).toBe("refuse");
    expect(findings.map(({ severity, id }) => `${severity} ${id}`)).toEqual([
      "error waiver-invalid",
      "error static-prefix-disables-auth",
      "warning no-tls",
      "warning running-as-root",
      "info python-path-shadowed",
      "info accounts-write-files",
    ]);
  });
});

describe("an opt-out in a decision", () => {
  it("stands with its finding, once, however often it was written", () => {
    const words = [...OPEN, UNSAFE, "public-without-auth", UNSAFE, "public-without-auth", ...WHY];
    const { waived, findings, remedy } = decisionOf({ words });
    expect(waived).toMatchObject([
      {
        rule: "public-without-auth",
        reason: "demo",
        until: "2026-12-01",
        daysLeft: 8,
        finding: { id: "public-without-auth", severity: "error" },
      },
    ]);
    expect(findings).toEqual([]);
    expect(remedy).toEqual([]);
  });

  it("is found by its rule among several", () => {
    const words = [...OPEN, UNSAFE, "auth-app-unknown", UNSAFE, "public-without-auth", ...WHY];
    const { waived, findings } = decisionOf({ words });
    expect(waived.map(({ rule }) => rule)).toEqual(["public-without-auth"]);
    expect(findings.map(({ id }) => id)).toEqual(["setting-without-effect"]);
  });

  it("leaves a remedy for the errors of other rules alone", () => {
    const words = [...OPEN, "--uvicorn-opts", "--fd 0", UNSAFE, "public-without-auth", ...WHY];
    expect(decisionOf({ words }).remedy).toEqual([
      "mlflow-guard server --host 0.0.0.0 --guard-unsafe public-without-auth --guard-reason demo --guard-until 2026-12-01",
    ]);
  });
});
