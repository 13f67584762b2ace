import { describe, expect, it } from "vitest";
import { factsOf, findingsOf, MLFLOW, STRONG, secretFact } from "../support/world.ts";

const RULE = "default-admin-password";
const NAME = "MLFLOW_AUTH_ADMIN_PASSWORD";
const PUBLISHED = {
  ...STRONG,
  adminPassword: secretFact(NAME, { value: "password1234", published: true }),
};
const LOCAL = ["--app-name", "basic-auth"];

describe(RULE, () => {
  it.each([
    ["exposed", ["--host", "0.0.0.0"], {}],
    ["exposed, before MLflow refused it", ["--host", "0.0.0.0"], { version: "3.16.0" }],
    ["on loopback, where MLflow refuses it", LOCAL, {}],
  ])("refuses a published password %s", (_what, words, mlflow) => {
    const facts = { ...PUBLISHED, mlflow: { ...MLFLOW, ...mlflow } };
    expect(findingsOf(RULE, { words, facts })).toMatchObject([
      {
        severity: "error",
        waivable: false,
        what: `${NAME} (environment) is a published default password`,
        origin: { kind: "env", name: NAME },
      },
    ]);
  });

  it("makes a new one and shows the old one nowhere", () => {
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts: PUBLISHED });
    expect(finding?.fix[0]?.text).toBe(
      `mlflow-guard init && env -u ${NAME} mlflow-guard server --host 0.0.0.0`,
    );
    expect(JSON.stringify(finding)).not.toContain("password1234");
  });

  it.each([
    ["a password of one's own", ["--host", "0.0.0.0"], STRONG],
    ["no login", [], PUBLISHED],
    [
      "an older MLflow on loopback",
      LOCAL,
      { ...PUBLISHED, mlflow: { ...MLFLOW, version: "3.16.0" } },
    ],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("refuses it on loopback where there is no MLflow to look at", () => {
    const facts = { ...PUBLISHED, mlflow: null };
    expect(findingsOf(RULE, { words: LOCAL, facts })).toHaveLength(1);
  });

  it("leaves a password that is not there to its own rule", () => {
    const facts = { secretKey: STRONG.secretKey };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toEqual([]);
  });
});

describe("a published password that is stored", () => {
  const stored = (password: "password" | "password1234", user = "admin") => ({
    authStore: { ...factsOf({}).authStore, exists: true },
    storedAccounts: {
      looked: true as const,
      accounts: 1,
      known: user === "admin",
      same: false,
      published: [{ user, password }],
    },
  });
  const OPEN = ["--host", "0.0.0.0"];
  const OLD = { mlflow: { ...MLFLOW, version: "3.16.0" } };

  it.each([
    ["the older one, which every version takes", OPEN, stored("password"), "error"],
    ["on loopback, where the proof would stop it", LOCAL, stored("password"), "error"],
    ["the newer one, which 3.16.0 takes", OPEN, { ...stored("password1234"), ...OLD }, "error"],
    ["another admin's, which this one rejects", OPEN, stored("password1234", "root"), "warning"],
    ["where no MLflow was looked at", OPEN, { ...stored("password"), mlflow: null }, "error"],
    [
      "which this one rejects, with nothing to put in its place",
      OPEN,
      { ...stored("password1234"), adminPassword: null },
      "warning",
    ],
  ])("is named: %s", (_what, words, facts, severity) => {
    const [finding, ...more] = findingsOf(RULE, { words, facts: { ...STRONG, ...facts } });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity,
      what: expect.stringMatching(
        /^the account "\w+" in \/home\/ada\/project\/basic_auth\.db still has a password/,
      ),
      origin: { kind: "default", name: finding?.what.split(" still ")[0] },
    });
    expect(finding?.what.includes("nobody can log in")).toBe(severity === "warning");
    expect(JSON.stringify(finding)).not.toContain('password1234"');
  });

  it("is changed without a server by the command that is offered, in the same place", () => {
    const words = [...OPEN, "--guard-env-file", "my env", "--guard-mlflow", "/m/bin/mlflow"];
    const facts = { ...STRONG, ...stored("password", "a b") };
    const [finding] = findingsOf(RULE, { words, facts, envFile: "my env" });
    expect(finding?.fix[0]?.text).toBe(
      "mlflow-guard init --file 'my env' && mlflow-guard user passwd 'a b' --offline --guard-env-file 'my env' --guard-mlflow /m/bin/mlflow && mlflow-guard server --host 0.0.0.0 --guard-env-file 'my env' --guard-mlflow /m/bin/mlflow",
    );
  });

  it.each([
    ["which MLflow replaces itself", { ...STRONG, ...stored("password1234") }, OPEN],
    ["where there is no login", stored("password"), []],
  ])("is no finding %s", (_what, facts, words) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});

describe("a store that could not be looked at", () => {
  const authStore = { ...factsOf({}).authStore, exists: true };
  const storedAccounts = { looked: false, reason: "DatabaseError" } as const;
  const UNSEEN = { ...STRONG, authStore, storedAccounts };
  const OPEN = ["--host", "0.0.0.0"];

  it("is refused where it lies here and strangers come by", () => {
    expect(findingsOf(RULE, { words: OPEN, facts: UNSEEN })).toMatchObject([
      {
        severity: "error",
        what: "the accounts in /home/ada/project/basic_auth.db could not be looked at (DatabaseError): one of them may have a password that MLflow published",
        origin: { kind: "default", name: "/home/ada/project/basic_auth.db" },
        fix: [
          {
            kind: "note",
            text: "if it is no store of accounts, move it away: /home/ada/project/basic_auth.db",
          },
        ],
      },
    ]);
  });

  it.each([
    ["on loopback", LOCAL, UNSEEN],
    [
      "remote",
      OPEN,
      { ...UNSEEN, authStore: { ...authStore, kind: "remote" as const, file: null } },
    ],
    ["a finding already, without a password", OPEN, { ...UNSEEN, adminPassword: null }],
  ])("is no finding of this rule where it is %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
