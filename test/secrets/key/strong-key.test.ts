import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadLexicon } from "../../../src/secrets/key/lexicon.ts";
import { isStrongKey } from "../../../src/secrets/key/strong-key.ts";
import { gradeSecret } from "../../../src/secrets/strength.ts";
import { CIPHERS } from "../../support/ciphers.ts";
import { KEY_SHAPES } from "../../support/generated-keys.ts";
import { MUTATIONS } from "../../support/mutations.ts";

const lexicon = loadLexicon();

/** The verdict as the rule has it: nothing weak, whatever finds it. */
const passes = (value: string) =>
  gradeSecret("key", value, !isStrongKey(value, lexicon), []).weak.length === 0;

/** Set GUARD_KEYS to 10000 to look at so many of each; it takes a quarter of an hour. */
const KEYS = Number(process.env.GUARD_KEYS ?? 20);

const linesOf = (name: string) =>
  readFileSync(new URL(`../../fixtures/keys/${name}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("# "));

const GUESSABLE = linesOf("guessable.txt");
/** Too short or too special for what people do to a sentence. */
const OTHER_KINDS = linesOf("other-kinds.txt");

describe("a key that a machine made", () => {
  it.each(Object.entries(KEY_SHAPES))("passes: %s", (_shape, make) => {
    expect(Array.from({ length: KEYS }, make).filter((key) => !passes(key))).toEqual([]);
  });
});

describe("a random key that has the look of something else", () => {
  it.each([
    ["words with vowels", "Y)AJiTTG?CYsJ{@PzpBLftDo'X^KuAYv/AJj,UQ"],
    ["words with vowels, again", "O<*VzEKherdF!q<~mhCXUICHx@@pUi(kQeHy/SAW"],
    ["words in base64", "kQhgTHOMsAPPEPBtJ+fGwsrFMJSlqu/6+US+hCUJBjw="],
    ["parts with vowels between equal marks", "nvKi+hl+/wuyq+HcMrbLGVDCdwXHHUNdhkbuIg+VgLU="],
    ["characters of several scripts", "2E4B52D19A52C8B8237C22735DC49F60"],
    ["words with digits for letters", "oU0F5V1Rvh1h7pgARyLK1uNzdxfeNg4a"],
    ["the same, of 43 characters", "kFk3vzH43mhJqjuIdc54GiPli7r3I4xt7N14ZsQicpc"],
    ["the same, of 40", "quoYzYgfW4Vf4E31qdX4k4UolqCtAt0uJozHGid6"],
  ])("passes: %s", (_what, key) => {
    expect(passes(key)).toBe(true);
  });
});

describe("a line that somebody thought of", () => {
  it("is every published sample that looks random", () => {
    const samples = [
      "123e4567-e89b-12d3-a456-426614174000",
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ];
    expect(samples.filter(passes)).toEqual([]);
  });

  it("comes in 300 kinds, none of which its length gives away", () => {
    expect(GUESSABLE.length).toBeGreaterThanOrEqual(300);
    expect(GUESSABLE.filter((line) => line.length < 32)).toEqual([]);
  });

  it("comes in 170 other kinds: rows of keys, dates, numbers, languages, encodings, hashes, code", () => {
    expect(OTHER_KINDS.length).toBeGreaterThanOrEqual(170);
    expect(OTHER_KINDS.filter((line) => line.length < 32)).toEqual([]);
    expect(OTHER_KINDS.filter(passes)).toEqual([]);
  });

  it.each(Object.entries(MUTATIONS))("fails %s", (how, mutated) => {
    const lines = how.includes("leet") ? GUESSABLE.filter((line) => !/\d/.test(line)) : GUESSABLE;
    expect(lines.map(mutated).filter(passes)).toEqual([]);
  });

  // How often each letter comes gives a cipher away: not in a pangram, nor in a row of months, once nothing separates
  // the words.
  const isFlat = (line: string) =>
    new Set(line.replaceAll(" ", "")).size > 22 || /january/.test(line);

  it.each(Object.entries(CIPHERS))("fails %s", (how, written) => {
    const prose = GUESSABLE.filter((line) => /^[a-z]+(?: [a-z]+){3,}$/.test(line));
    expect(prose.length).toBeGreaterThan(100);
    const separated = !/without blanks|CamelCase/.test(how);
    const lines = prose.filter((line) => separated || !isFlat(line));
    expect(lines.map(written).filter(passes)).toEqual([]);
  });
});
