import { describe, expect, it } from "vitest";
import { isSentence } from "../../../src/secrets/key/sentence.ts";

describe("a row of words in any language", () => {
  it.each([
    "ez a mi titkos kulcsunk a szerverhez",
    "ovo-je-tajni-kljuc-servera",
    "Det_Her_Er_Den_Noegle",
    "born on 12 march 1985 in one small town",
    "a ten nam to do nas tu vy jste krk na to",
    "vg vf bayl sbe bhe fznyy grnz",
  ])("%s", (text) => {
    expect(isSentence(text)).toBe(true);
  });

  it.each([
    ["four words", "ovo je tajni kljuc"],
    ["groups of random letters, equally long", "abod-efgi-ijkl-mnop-urst"],
    ["random letters of both cases, without vowels", "xKcd qwRt zxcVb bnMpq dFgh"],
    ["a random value with hyphens", "a8Kd-9x-Qe3-Lm0-pzB4"],
    ["long numbers", "one 12345 two 67890 three"],
    ["one word", "sentence"],
    ["nothing", ""],
  ])("is not %s", (_what, text) => {
    expect(isSentence(text)).toBe(false);
  });
});
