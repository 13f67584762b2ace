import { describe, expect, it } from "vitest";
import { isTest, readTable } from "./table.ts";

const TITLE = "is a test's: ${TITLE}";

describe("the table of promises", () => {
  it("has pages, sentences, and marks below each", () => {
    const text =
      "# a.md\n\nOne.\n  = e2e/x: does it: %s\n  = y: too\nTwo.\n  - limit\n# b.md\nThree.\n";
    expect([...readTable(text)]).toEqual([
      [
        "a.md",
        [
          {
            sentence: "One.",
            tests: [
              { file: "e2e/x", title: "does it: %s" },
              { file: "y", title: "too" },
            ],
            kinds: [],
          },
          { sentence: "Two.", tests: [], kinds: ["limit"] },
        ],
      ],
      ["b.md", [{ sentence: "Three.", tests: [], kinds: [] }]],
    ]);
  });

  it.each([
    "# a\nOne.\n  ~ x",
    "  = x: y",
    "# a\nOne.\n  = no title",
  ])("has nothing else: %j", (text) => {
    expect(() => readTable(text)).toThrow("neither");
  });
});

describe("a test that the table names", () => {
  it.each([
    ["promises/table", "has pages, sentences, and marks below each", true],
    ["promises/table", "has nothing else: %j", true],
    ["promises/table", "a test that the table names", true],
    ["promises/table", "has pages", false],
    ["promises/nothing", "has pages, sentences, and marks below each", false],
    // Of a file that makes tests for others.
    ["support/endings", "for a server that ends with %i", true],
    ["e2e/reaping", "end with it", true],
    ["promises/table", TITLE, false],
  ])("%s: %s", (file, title, there) => {
    expect(isTest({ file, title })).toBe(there);
  });
});
