import { describe, expect, it } from "vitest";
import { sentencesOf, withoutRegions } from "./sentences.ts";

describe("the sentences of a page", () => {
  it.each([
    [
      "of a paragraph, over its lines",
      "One is\nshort. Two! Three?\n\nFour",
      ["One is short.", "Two!", "Three?", "Four"],
    ],
    [
      "of list items",
      "- one\n  goes on. Two\n- three\n1. four",
      ["one goes on.", "Two", "three", "four"],
    ],
    ["that begin with a number", "**1. Make it**, here. Then go", ["1. Make it, here.", "Then go"]],
    [
      "with dots in code",
      "Write `a. b` or `...`. It is `x`",
      ["Write `a. b` or `...`.", "It is `x`"],
    ],
    [
      "that end in a bracket",
      "(One.) *Two.* (see [x](y.md).) Three",
      ["(One.)", "*Two.*", "(see [x](y.md).)", "Three"],
    ],
    [
      "of a table's rows, not of its head",
      "| a | b |\n|---|---|\n| `x\\|y` | one. two |",
      ["`x\\|y` | one. two"],
    ],
    [
      "without a heading in front of them",
      "**Env files.** They are read.\n- **What.** It",
      ["They are read.", "It"],
    ],
    ["with emphasis taken off", "- **Reads** all", ["Reads all"]],
    ["and none of headings and contents", "# One\n\n- [One](#one)\n- [Two](x.md)", ["[Two](x.md)"]],
    [
      "that are generated, without the marks around them",
      "<!-- begin: x -->\n- one\n<!-- end -->\nTwo.",
      ["one", "Two."],
    ],
    ["without anchors", '<a id="x"></a><a id="y"></a>\n\nOne.', ["One."]],
    ["and none of code", "Run:\n\n```sh\na. b\n```\n\n    c. d\n\nThen", ["Run:", "Then"]],
  ])("%s", (_what, page, sentences) => {
    expect(sentencesOf(page)).toEqual(sentences);
  });
});

describe("generated regions", () => {
  const page =
    "A\n\n<!-- begin: x -->\n- 1\n<!-- end -->\n\nB\n\n<!-- begin: y -->\n- 2\n<!-- end -->\n";

  it("are left out where they are named, and told", () => {
    const { rest, left } = withoutRegions(page, new Set(["<!-- begin: y -->", "A"]));
    expect([sentencesOf(rest), left]).toEqual([["A", "1", "B"], ["<!-- begin: y -->"]]);
  });
});
