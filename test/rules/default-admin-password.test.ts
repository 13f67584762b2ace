import { describe, expect, it } from "vitest";
import { findingsOf, MLFLOW, STRONG, secretFact } from "../support/world.ts";

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
