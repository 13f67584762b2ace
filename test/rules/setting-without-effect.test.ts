import { describe, expect, it } from "vitest";
import { IGNORED_VARIABLES } from "../../src/mlflow/ignored-variables.ts";
import { CONTAINER, factsOf, findingsOf, STRONG } from "../support/world.ts";

const RULE = "setting-without-effect";
const UNSAFE = ["--guard-unsafe"];
const WHY = ["--guard-reason", "demo", "--guard-until", "2026-12-01"];
const OPEN = ["--host", "0.0.0.0"];
const PUBLISHED = ["--guard-published", "loopback"];
const CONFIG = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };

describe(RULE, () => {
  it.each(IGNORED_VARIABLES)("warns of $name", ({ name, instead }) => {
    const [finding] = findingsOf(RULE, { env: { [name]: "true" } });
    expect(finding).toMatchObject({ severity: "warning", origin: { kind: "env", name } });
    expect(finding?.what).toBe(`${name} (environment) is read by nobody; ${instead}`);
    expect(finding?.fix[0]?.text).toBe(`env ${name}= mlflow-guard server`);
  });

  it("warns of an authorization config that no login reads", () => {
    const [finding] = findingsOf(RULE, { env: CONFIG });
    expect(finding).toMatchObject({
      severity: "warning",
      what: "MLFLOW_AUTH_CONFIG_PATH (environment) only speaks when --app-name basic-auth is given",
      origin: { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" },
      fix: [{ kind: "shell", text: "env MLFLOW_AUTH_CONFIG_PATH= mlflow-guard server" }],
    });
  });

  it.each([
    [
      "--uvicorn-opts (command line)",
      { words: ["--uvicorn-opts", "--workers 8"] },
      "mlflow-guard server",
    ],
    [
      "MLFLOW_GUNICORN_OPTS (environment)",
      { env: { MLFLOW_GUNICORN_OPTS: "-w 8" } },
      "env MLFLOW_GUNICORN_OPTS= mlflow-guard server",
    ],
  ])("warns of workers in %s", (where, scene, fix) => {
    const [finding] = findingsOf(RULE, scene);
    expect(finding).toMatchObject({
      severity: "warning",
      what: `--workers in ${where} is overridden by MLflow's own`,
    });
    expect(finding?.fix).toEqual([
      { kind: "shell", text: fix },
      { kind: "note", text: "write --workers 8 beside it instead" },
    ]);
  });

  it("warns of a published port where no wildcard is bound", () => {
    const words = ["--host", "192.168.1.20", "--guard-published", "loopback"];
    expect(findingsOf(RULE, { words, facts: STRONG })).toMatchObject([
      {
        severity: "warning",
        what: "--guard-published (command line) counts for a wildcard only, and 192.168.1.20 is none",
        origin: { kind: "flag", name: "--guard-published" },
        fix: [{ kind: "shell", text: "mlflow-guard server --host 192.168.1.20" }],
      },
    ]);
  });

  it("warns of a published port beside a proxy that counts", () => {
    const words = [...PUBLISHED, "--guard-behind-proxy", "https://ml.example"];
    expect(findingsOf(RULE, { words }).map(({ origin }) => origin.name)).toEqual([
      "--guard-published",
    ]);
  });

  it("is silent where one of several addresses is a wildcard", () => {
    const hosts = { box: ["10.0.0.7", "0.0.0.0"] };
    expect(findingsOf(RULE, { words: ["--host", "box", ...PUBLISHED], hosts })).toEqual([]);
  });

  it("warns of an opt-out that nothing needs, and takes it away whole", () => {
    const words = [...UNSAFE, "public-without-auth", ...WHY, "--port", "6000"];
    expect(findingsOf(RULE, { words })).toMatchObject([
      {
        severity: "warning",
        what: "--guard-unsafe public-without-auth (command line) waives nothing: the rule has nothing to say",
        origin: { kind: "flag", name: "--guard-unsafe" },
        fix: [{ kind: "shell", text: "mlflow-guard server --port 6000" }],
      },
    ]);
  });

  it("warns of the one of two opt-outs that nothing needs", () => {
    const names = [...UNSAFE, "public-without-auth", ...UNSAFE, "auth-app-unknown"];
    const words = ["--host", "0.0.0.0", ...names, ...WHY];
    const found = findingsOf(RULE, { words });
    expect(found.map(({ what }) => what.split(" ")[1])).toEqual(["auth-app-unknown"]);
  });

  it.each([
    ["variables that MLflow reads", { env: { MLFLOW_HOST: "127.0.0.1" } }],
    ["an empty variable", { env: { MLFLOW_AUTH_ENABLED: "" } }],
    ["a config that the login reads", { words: OPEN, env: CONFIG, facts: STRONG }],
    ["a port that is published", { words: [...OPEN, ...PUBLISHED], facts: CONTAINER }],
    ["a port whose claim has another rule", { words: [...OPEN, ...PUBLISHED] }],
    ["an opt-out that is needed", { words: [...OPEN, ...UNSAFE, "public-without-auth", ...WHY] }],
  ])("is silent for %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });
});

describe("a password that MLflow ignores", () => {
  const looked = (
    same: boolean | null,
    published: { user: string; password: "password" }[] = [],
  ) => ({
    ...STRONG,
    storedAccounts: { looked: true as const, accounts: 1, known: true, same, published },
    authStore: { ...factsOf({}).authStore, exists: true },
  });
  const words = ["--host", "0.0.0.0"];

  it("is said, with the command that stores it", () => {
    const [finding] = findingsOf(RULE, { words, facts: looked(false) });
    expect(finding).toMatchObject({
      severity: "warning",
      what: 'MLFLOW_AUTH_ADMIN_PASSWORD (environment) is not the password that the account "admin" in /home/ada/project/basic_auth.db has, and MLflow keeps the stored one',
      fix: [
        {
          kind: "shell",
          text: "mlflow-guard user passwd admin --offline && mlflow-guard server --host 0.0.0.0",
        },
      ],
    });
  });

  it.each([
    ["the stored one", looked(true)],
    ["nobody's, since there is no such account", looked(null)],
    ["a finding of its own already", looked(false, [{ user: "admin", password: "password" }])],
    ["not looked at", { ...STRONG, storedAccounts: { looked: false as const, reason: "x" } }],
  ])("is no finding where it is %s", (_what, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
