import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";
import { describe, expect, it } from "vitest";
import { loadScore } from "../../../src/secrets/password/score.ts";
import { humanPasswords } from "../../support/human-passwords.ts";

const score = loadScore();
/** As its documentation says, with whole lists and whole passwords. */
const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
});
const KNOWN = ["mlflow", "admin", "ada", "frobnicator"];

/** Set GUARD_PASSWORDS to 5000 to look at so many; it takes half an hour for each. */
const COUNT = Number(process.env.GUARD_PASSWORDS ?? 6);

const differing = (passwords: readonly string[], known?: readonly string[]) =>
  passwords.filter((one) => score(one, known) !== zxcvbn.check(one, known && [...known]).score);

describe("the points of a password are those of zxcvbn", () => {
  it.each([
    ["and a guesser who knows nothing", undefined],
    ["and one who knows the server", KNOWN],
  ])(
    "for passwords as people make them %s",
    (_what, known) => {
      const short = humanPasswords(COUNT).filter((one) => one.length <= 40);
      expect(differing(short, known)).toEqual([]);
    },
    120_000 + COUNT * 1000,
  );

  it("for the commonest and some of the others", () => {
    const list = common["passwords-common"] ?? [];
    const some = list.filter((_, at) => at < COUNT / 2 || at % Math.ceil(100_000 / COUNT) === 0);
    expect(differing(some, KNOWN)).toEqual([]);
  });

  it.each([
    "",
    "constructor",
    "__proto__toString",
    "Fiancée2024",
    "yοu-are-greek",
    "dee dee la verne",
    "a\tb\nc",
    "correcthorsebatterystaple",
    "Tr0ub4dour&3",
    "D0g..................",
    "rWibMFACxAUGZmxhVncy",
  ])("for %j", (password) => {
    expect(differing([password])).toEqual([]);
    expect(differing([password], KNOWN)).toEqual([]);
  });

  it.each([
    "the quick brown fox jumps over the lazy dog and runs",
    "passwordpasswordpasswordpasswordpasswordpassword",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "qwertyuiopqwertyuiopqwertyuiopqwertyuiopqwertyuiop",
    "frobnicator-and-zxqv-wrblgrx-and-mkdlfh-in-the-box",
  ])("as far as the verdict on longer ones goes: %s", (password) => {
    expect(score(password) >= 3).toBe(zxcvbn.check(password).score >= 3);
  });
});

describe("a long password", () => {
  const STRONG = "kX9-vQ2-mTz-Lp8";
  it.each([
    ["whose beginning is strong", `${STRONG}${"a".repeat(60)}`, 4],
    ["whose end is strong", `${"a".repeat(60)}${STRONG}`, 4],
    ["of one letter", "a".repeat(200), 0],
    ["of one word", "password".repeat(30), 0],
  ])("%s", (_what, password, points) => {
    expect(score(password)).toBe(points);
  });
});
