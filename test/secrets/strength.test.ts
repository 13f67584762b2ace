import { describe, expect, it } from "vitest";
import { GENERATED } from "../../src/secrets/generate.ts";
import { WRITTEN_BY_INIT } from "../../src/secrets/names.ts";
import { isPlaceholder, isReference } from "../../src/secrets/placeholder.ts";
import { isPublished } from "../../src/secrets/published.ts";
import { gradeSecret } from "../../src/secrets/strength.ts";

const LONG = "Kx7-strong-and-long-value-for-tests-9Qz";

const UNFILLED = "it is a placeholder that was never filled in";

describe("the limits of strength", () => {
  it.each([
    ["key", LONG.slice(0, 32), false, []],
    ["key", LONG.slice(0, 31), false, ["it has 31 characters, 32 are needed"]],
    ["key", LONG, true, ["it can be guessed"]],
    ["key", LONG, null, []],
    ["password", LONG.slice(0, 12), false, []],
    ["password", LONG.slice(0, 11), false, ["it has 11 characters, 12 are needed"]],
    ["password", LONG, true, ["it can be guessed"]],
    ["key", `"${LONG.slice(0, 30)}" `, false, ["it has 30 characters, 32 are needed"]],
    ["key", `'${LONG.slice(0, 32)}'`, false, []],
    ["key", `'${LONG.slice(0, 30)}"`, false, []],
    ["password", `"${LONG.slice(0, 10)}"`, false, []],
    ["key", `<${LONG}>`, false, []],
    ["key", `<${LONG}>`, null, []],
    ["key", `<${LONG}>`, true, [UNFILLED, "it can be guessed"]],
    ["password", `<${LONG}>`, false, [UNFILLED]],
    [
      "password",
      "password",
      true,
      ["it has 8 characters, 12 are needed", "it is a published sample", "it can be guessed"],
    ],
  ] as const)("of a %s: %s", (use, value, guessable, weak) => {
    const grade = gradeSecret(use, value, guessable, []);
    expect(grade.weak).toEqual(weak);
  });

  it.each(["key", "password"] as const)("no other secret has the value of a %s", (use) => {
    const { weak } = gradeSecret(use, LONG, false, [LONG]);
    expect(weak).toEqual(["another secret has the same value"]);
    expect(gradeSecret(use, LONG, false, ["", "x"]).weak).toEqual([]);
  });

  it("tells published defaults apart", () => {
    expect(gradeSecret("password", "password1234", false, []).published).toBe(true);
    expect(gradeSecret("password", LONG, false, []).published).toBe(false);
  });
});

describe("values that everybody has", () => {
  it.each([
    "password1234",
    "PASSWORD1234",
    "My-Secret_Key",
    "change me",
    "mlflow",
    "mlflow-default-kek-passphrase-for-development-only",
  ])("%s", (value) => {
    expect(isPublished(value)).toBe(true);
  });

  it.each(["", "password12345", LONG])("not %j", (value) => {
    expect(isPublished(value)).toBe(false);
  });

  it.each([
    "$" + "{SECRET}",
    "$(openssl rand -hex 32)",
    "$SECRET",
    "%SECRET%",
    "<your key>",
    "{{ .Values.key }}",
    "[key]",
    "CHANGE_ME_please",
    "replace-with-a-key",
    "your-own-secret",
    "todo",
    "xxxxxxxxxxxx",
    "secret...",
  ])("%s was never filled in", (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it.each([
    "op://Private/mlflow/secret-key",
    "vault:secret/data/mlflow#SECRET_KEY",
    "ref+vault://secret/mlflow#/key",
    "ENC[AES256_GCM,data:q83vEjRWeJCrze8=,iv:b3Kd,tag:Zz9Q==,type:str]",
    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mlflow-AbCdEf",
    "arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/mlflow",
    "projects/guard/secrets/mlflow-key/versions/latest",
    "@Microsoft.KeyVault(SecretUri=https://team.vault.azure.net/secrets/key)",
    "{cipher}AQB7x0Kq3vZ9mT2wYpL8rN5sD1fGhJ4k",
    "!ENV MLFLOW_KEY",
  ])("%s names a secret and is none", (value) => {
    expect([isReference(value), isPlaceholder(value)]).toEqual([true, true]);
    for (const use of ["key", "password"] as const)
      expect(gradeSecret(use, value, false, []).weak).toContain(
        "it is a placeholder that was never filled in",
      );
  });

  it.each(["", "a$b", "100%", "a%{b", "$[1]", "Kx7$[9Qz", "mastodont", LONG])("%j was", (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});

describe("what init makes", () => {
  it("is what the policy expects of it", () => {
    expect(GENERATED.map(({ name }) => name)).toEqual(WRITTEN_BY_INIT);
  });

  it.each(
    GENERATED.filter(({ name }) => !name.endsWith("USERNAME")),
  )("for $name needs no quotes and is new each time", ({ name, make }) => {
    const values = Array.from({ length: 20 }, make);
    const use = name.endsWith("PASSWORD") ? "password" : "key";
    expect(new Set(values).size).toBe(20);
    expect(values.filter((value) => !/^[\w-]+$/.test(value))).toEqual([]);
    expect(values.flatMap((value) => gradeSecret(use, value, null, []).weak)).toEqual([]);
  });
});
