import { describe, expect, it } from "vitest";
import { withGuesses } from "../../src/facts/guesses.ts";
import { ADMIN_PASSWORD, KEK_PASSPHRASE, SECRET_KEY } from "../../src/secrets/names.ts";
import { factsOf, secretFact } from "../support/world.ts";

const GUESSED = ["it can be guessed"];

async function grade(key: string | null, password: string | null, weak: string[] = []) {
  const facts = await withGuesses({
    ...factsOf({}),
    secretKey: key === null ? null : secretFact(SECRET_KEY, { value: key, weak }),
    adminPassword: password === null ? null : secretFact(ADMIN_PASSWORD, { value: password }),
  });
  return [facts.secretKey?.grade.weak, facts.adminPassword?.grade.weak];
}

describe("a secret, by how many guesses it takes", () => {
  it.each([
    ["a repeated letter", "a".repeat(40), GUESSED],
    ["a repeated word", "passwordpasswordpasswordpassword", GUESSED],
    ["counted digits", "12345678901234567890123456789012", GUESSED],
    ["random letters", "qX9vB2mK7tRz4LpW8nYc3HdF6sJg1AeU", []],
  ])("%s as a key", async (_what, key, weak) => {
    expect(await grade(key, null)).toEqual([weak, undefined]);
  });

  it.each([
    ["passwordpassword", GUESSED],
    ["qwertyuiop12", GUESSED],
    ["qX9vB2mK7tRz", []],
    ["Mlflow2024!!", GUESSED],
    ["admin-mlflow-1", GUESSED],
    ["zxqvuser7351!", []],
    ["frobnicator-box-12", []],
  ])("%s as a password", async (password, weak) => {
    expect(await grade(null, password)).toEqual([undefined, weak]);
  });

  const PASSWORD = "vXq7-Tamarind-orbit-93";
  const backwards = [...PASSWORD].reverse().join("");
  it.each([
    ["doubled", PASSWORD + PASSWORD],
    ["backwards and doubled", backwards + backwards],
    ["in capitals and begun again", `${PASSWORD}${PASSWORD.slice(0, 17)}`.toUpperCase()],
    ["with something around it", `prod-${PASSWORD}-key-2026`],
  ])("the admin's password %s is no key", async (_what, key) => {
    expect(await grade(key, PASSWORD)).toEqual([GUESSED, []]);
  });

  it("a key that another layer says as well is no other secret", async () => {
    const value = "qX9vB2mK7tRz4LpW8nYc3HdF6sJg1AeU";
    const covered = secretFact(`${SECRET_KEY}_FILE`, { value });
    const { secretKey } = await withGuesses({
      ...factsOf({}),
      secretKey: secretFact(SECRET_KEY, { value }),
      coveredSecrets: [covered],
    });
    expect(secretKey?.grade.weak).toEqual([]);
  });

  it.each([
    ["a sentence", "the passphrase of our gateway in the lab", GUESSED],
    ["random letters", "qX9vB2mK7tRz4LpW8nYc3HdF6sJg1AeU", []],
  ])("%s as the gateway's passphrase", async (_what, value, weak) => {
    const fact = secretFact(KEK_PASSPHRASE, { value });
    const { kekPassphrase } = await withGuesses({ ...factsOf({}), kekPassphrase: fact });
    expect(kekPassphrase?.grade.weak).toEqual(weak);
  });

  it.each([
    ["the admin's name", { adminUsername: "zxqvuser" }, "zxqvuser7351!", GUESSED],
    ["the admin's name in other letters", { adminUsername: "zxqvuser" }, "zxqvus3r7351!", GUESSED],
    ["the name of the machine", { hostName: "frobnicator-box" }, "frobnicator-box-12", GUESSED],
    ["the longer of two names", { hostName: "zxqv.mlflow" }, "ZXQV.mlflow-7351", GUESSED],
    ["that a dot is a dot", { hostName: "..." }, "qX9vB2mK7tRz", []],
    ["that two letters are no word", { hostName: "q9" }, "q9qX9vB2mKq9", []],
    ["that more may be in it", { hostName: "box" }, "BOXqX9vB2mK7tRz", []],
  ])("knows %s", async (_what, names, value, weak) => {
    const facts = { ...factsOf({}), ...names };
    const graded = await withGuesses({
      ...facts,
      adminPassword: secretFact(ADMIN_PASSWORD, { value }),
    });
    expect(graded.adminPassword?.grade.weak).toEqual(weak);
  });

  it("keeps what was found weak without it, and still grades the other", async () => {
    expect(await grade("a".repeat(40), "passwordpassword", ["it is short"])).toEqual([
      ["it is short"],
      GUESSED,
    ]);
  });

  it("has nothing to do without secrets", async () => {
    expect(await grade(null, null)).toEqual([undefined, undefined]);
  });
});
