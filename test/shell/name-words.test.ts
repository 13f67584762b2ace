import { describe, expect, it } from "vitest";
import { nameWords } from "../../src/shell/name-words.ts";

describe("a name in a command", () => {
  it.each([
    ["ada", "ada --offline"],
    ["a b", "'a b' --offline"],
    ["--offline", "--offline -- --offline"],
    ["-x y", "--offline -- '-x y'"],
  ])("%s", (name, words) => {
    expect(nameWords(name, ["--offline"]).join(" ")).toBe(words);
  });

  it("needs no option", () => {
    expect([nameWords("ada"), nameWords("-a")]).toEqual([["ada"], ["--", "-a"]]);
  });
});
