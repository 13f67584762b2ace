import { describe, expect, it } from "vitest";
import { CONTAINER, factsOf, findingsOf, MLFLOW, STRONG, secretFact } from "../support/world.ts";

const RULE = "admin-password-missing";
const KEY_ONLY = { secretKey: STRONG.secretKey };
const STORED = { ...factsOf({}).authStore, exists: true };

describe(RULE, () => {
  it.each([
    ["an exposed bind", ["--host", "0.0.0.0"], KEY_ONLY],
    ["loopback, where MLflow itself would refuse", ["--app-name", "basic-auth"], KEY_ONLY],
    [
      "loopback, where there is no MLflow to look at",
      ["--app-name", "basic-auth"],
      { ...KEY_ONLY, mlflow: null },
    ],
  ])("refuses %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toMatchObject([
      {
        severity: "error",
        what: "MLFLOW_AUTH_ADMIN_PASSWORD is not set, and there are no accounts yet",
        origin: { kind: "default", name: "MLFLOW_AUTH_ADMIN_PASSWORD" },
      },
    ]);
  });

  it.each([
    ["sqlite", STORED, "/home/ada/project/basic_auth.db"],
    ["remote", { ...STORED, kind: "remote" as const, file: null }, "the remote store"],
  ])("only warns when a %s store may hold an admin", (_kind, authStore, named) => {
    const facts = { ...KEY_ONLY, authStore };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts });
    expect(finding).toMatchObject({
      severity: "warning",
      what: `MLFLOW_AUTH_ADMIN_PASSWORD is not set; the accounts in ${named} were not looked at`,
    });
  });

  it("only warns in an older MLflow, too: what is stored there is looked at before the start", () => {
    const mlflow = { ...MLFLOW, version: "3.16.0" };
    const facts = { ...KEY_ONLY, authStore: STORED, mlflow };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toMatchObject([
      { severity: "warning" },
    ]);
  });

  it.each([
    [
      "no such account was found",
      STORED,
      { looked: true, accounts: 1, known: false, same: null, published: [] },
      'and there is no account "admin" in /home/ada/project/basic_auth.db yet',
    ],
    [
      "a file could not be looked at",
      STORED,
      { looked: false, reason: "DatabaseError" },
      "the accounts in /home/ada/project/basic_auth.db could not be looked at (DatabaseError)",
    ],
  ] as const)("refuses where %s", (_what, authStore, storedAccounts, what) => {
    const facts = { ...KEY_ONLY, authStore, storedAccounts };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toMatchObject([
      { severity: "error", what: expect.stringContaining(what) },
    ]);
  });

  it("warns where a remote store could not be looked at", () => {
    const authStore = { ...STORED, kind: "remote" as const, file: null };
    const storedAccounts = { looked: false, reason: "OperationalError" } as const;
    const facts = { ...KEY_ONLY, authStore, storedAccounts };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toMatchObject([
      {
        severity: "warning",
        what: expect.stringContaining("the remote store were not looked at (OperationalError)"),
      },
    ]);
  });

  it("has nothing to say where the admin exists", () => {
    const storedAccounts = {
      looked: true,
      accounts: 1,
      known: true,
      same: null,
      published: [],
    } as const;
    const facts = { ...KEY_ONLY, authStore: STORED, storedAccounts };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toEqual([]);
  });

  it("takes an MLflow that is not there for one that lets a stored admin in", () => {
    const facts = { ...KEY_ONLY, authStore: STORED, mlflow: null };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toMatchObject([
      { severity: "warning" },
    ]);
  });

  it("offers init", () => {
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts: KEY_ONLY });
    expect(finding?.fix[0]).toEqual({
      kind: "shell",
      text: "mlflow-guard init && mlflow-guard server --host 0.0.0.0",
    });
  });

  it.each([
    ["a password", ["--host", "0.0.0.0"], STRONG],
    ["no login", [], {}],
    ["another app", ["--host", "0.0.0.0", "--app-name", "mine"], {}],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("only warns on loopback in an older MLflow, which would start with its published one", () => {
    const facts = { ...KEY_ONLY, mlflow: { ...MLFLOW, version: "3.16.0" } };
    expect(findingsOf(RULE, { words: ["--app-name", "basic-auth"], facts })).toMatchObject([
      {
        severity: "warning",
        what: expect.stringContaining("a new account gets a password that nobody knows"),
      },
    ]);
  });

  it("leaves an unusable secret file to its own rule", () => {
    const origin = { kind: "env", name: "MLFLOW_AUTH_ADMIN_PASSWORD_FILE" } as const;
    const unusable = { origin, what: "is empty", fix: "fill it" };
    const other = { ...unusable, origin: { kind: "env", name: "OTHER_FILE" } as const };
    const facts = { ...KEY_ONLY, unusableFiles: [other, unusable] };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toEqual([]);
  });

  it("takes away a variable that is exported empty", () => {
    const env = { MLFLOW_AUTH_ADMIN_PASSWORD: "" };
    const facts = { secretKey: secretFact("MLFLOW_FLASK_SERVER_SECRET_KEY") };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], env, facts });
    expect(finding?.fix[0]?.text).toContain("env -u MLFLOW_AUTH_ADMIN_PASSWORD mlflow-guard");
  });

  it("speaks beside an unusable file that is not the password's", () => {
    const origin = { kind: "env", name: "MLFLOW_BACKEND_STORE_URI_FILE" } as const;
    const facts = { ...KEY_ONLY, unusableFiles: [{ origin, what: "is empty", fix: "fill it" }] };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toHaveLength(1);
  });

  it("says in a container how to make it from outside", () => {
    const facts = { ...KEY_ONLY, ...CONTAINER };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts });
    expect(finding?.fix.map(({ kind }) => kind)).toEqual(["shell", "docker", "docker"]);
  });
});
