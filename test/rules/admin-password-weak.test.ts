import { describe, expect, it } from "vitest";
import { factsOf, findingsOf, STRONG, secretFact } from "../support/world.ts";

const RULE = "admin-password-weak";
const NAME = "MLFLOW_AUTH_ADMIN_PASSWORD";
const WEAK = ["it can be guessed"];
const EXPOSED = ["--host", "0.0.0.0"];

function weakPassword(options: Parameters<typeof secretFact>[1]) {
  return { ...STRONG, adminPassword: secretFact(NAME, { weak: WEAK, ...options }) };
}

describe(RULE, () => {
  it.each([
    ["the environment", { kind: "env", name: NAME }, `env -u ${NAME} mlflow-guard server`],
    [
      "an env file",
      { kind: "file", name: NAME, file: ".env", line: 3 },
      `mlflow-guard init --rotate ${NAME} && mlflow-guard server`,
    ],
  ] as const)("refuses one from %s and replaces it there", (_where, origin, fix) => {
    const facts = weakPassword({ origin });
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts, envFile: ".env" });
    expect(finding).toMatchObject({ severity: "error", origin });
    expect(finding?.fix[0]?.text).toContain(fix);
  });

  it("says all that is wrong and never shows the password", () => {
    const facts = weakPassword({ value: "hunter2", weak: ["it is short", "it can be guessed"] });
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts });
    expect(finding?.what).toBe(`${NAME} (environment): it is short; it can be guessed`);
    expect(JSON.stringify(finding)).not.toContain("hunter2");
  });

  it("blanks the variable of a secret file, which an env file may have set", () => {
    const origin = { kind: "file", name: `${NAME}_FILE`, file: "/run/secrets/pw" } as const;
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts: weakPassword({ origin }) });
    expect(finding?.fix[0]?.text).toContain(`env ${NAME}_FILE= mlflow-guard server`);
  });

  it("refuses on loopback what MLflow refuses when it creates the admin", () => {
    const weak = ["it has 5 characters, 12 are needed", "it can be guessed"];
    const facts = weakPassword({ value: "short", weak });
    expect(findingsOf(RULE, { words: ["--app-name", "basic-auth"], facts })).toMatchObject([
      { severity: "error", what: `${NAME} (environment): it has 5 characters, 12 are needed` },
    ]);
  });

  it.each([
    ["a strong one", EXPOSED, STRONG],
    ["no login", [], weakPassword({})],
    ["one that no login uses", [...EXPOSED, "--app-name", "mine"], weakPassword({})],
    ["a guessable one on loopback", ["--app-name", "basic-auth"], weakPassword({})],
    [
      "one of 12 characters on loopback",
      ["--app-name", "basic-auth"],
      weakPassword({ value: "aaaaaaaaaaaa" }),
    ],
    ["none, which has its own rule", EXPOSED, { secretKey: STRONG.secretKey }],
    ["a published one, which has its own rule", EXPOSED, weakPassword({ published: true })],
    [
      "a short one on loopback where the accounts exist",
      ["--app-name", "basic-auth"],
      {
        ...weakPassword({ value: "short" }),
        authStore: { ...factsOf({}).authStore, exists: true },
      },
    ],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });
});
