import { describe, expect, it } from "vitest";
import { CONTAINER, findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "secret-key-missing";
const NAME = "MLFLOW_FLASK_SERVER_SECRET_KEY";
const PASSWORD_ONLY = { adminPassword: STRONG.adminPassword };
const OLD = { ...PASSWORD_ONLY, mlflow: { ...MLFLOW, version: "2.20.1" } };
const LOCAL = ["--app-name", "basic-auth"];

describe(RULE, () => {
  it.each([
    ["exposed", ["--host", "0.0.0.0"], PASSWORD_ONLY],
    ["exposed with an old MLflow", ["--host", "0.0.0.0"], OLD],
    ["on loopback, where MLflow itself would refuse", LOCAL, PASSWORD_ONLY],
    ["where there is no MLflow to look at", LOCAL, { ...PASSWORD_ONLY, mlflow: null }],
  ])("refuses a login without a key, %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toMatchObject([
      {
        severity: "error",
        waivable: false,
        what: `${NAME} is not set, and a login is wanted`,
        origin: { kind: "default", name: NAME },
      },
    ]);
  });

  it("offers init, in the env file that was named", () => {
    const words = ["--host", "0.0.0.0", "--guard-env-file", "my env"];
    const [finding] = findingsOf(RULE, { words, facts: PASSWORD_ONLY });
    expect(finding?.fix[0]?.text).toBe(
      "mlflow-guard init --file 'my env' && mlflow-guard server --host 0.0.0.0 --guard-env-file 'my env'",
    );
  });

  it.each([
    ["a key", ["--host", "0.0.0.0"], STRONG],
    ["no login", [], {}],
    ["an old MLflow on loopback", LOCAL, OLD],
    ["another app", ["--host", "0.0.0.0", "--app-name", "mine"], {}],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("leaves an unusable secret file to its own rule", () => {
    const origin = { kind: "env", name: `${NAME}_FILE` } as const;
    const unusable = { origin, what: "is empty", fix: "fill it" };
    const other = { ...unusable, origin: { kind: "env", name: "OTHER_FILE" } as const };
    const facts = { ...PASSWORD_ONLY, unusableFiles: [other, unusable] };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toEqual([]);
  });

  it("speaks beside an unusable file that is not the key's", () => {
    const origin = { kind: "env", name: "MLFLOW_BACKEND_STORE_URI_FILE" } as const;
    const unusableFiles = [{ origin, what: "is empty", fix: "fill it" }];
    const facts = { ...PASSWORD_ONLY, unusableFiles };
    expect(findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts })).toHaveLength(1);
  });

  it("says in a container how to make it from outside", () => {
    const facts = { ...PASSWORD_ONLY, ...CONTAINER };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts });
    expect(finding?.fix.map(({ kind }) => kind)).toEqual(["shell", "docker", "docker"]);
  });
});
