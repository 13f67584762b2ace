import { describe, expect, it } from "vitest";
import { labelled, printable } from "../../src/terminal/wrap.ts";

describe("printable text", () => {
  it.each([
    ["plain ~!", "plain ~!"],
    ["a\u001b[31m", "a\\u{1b}[31m"],
    ["a\rb\tc\0", "a\\u{d}b\\u{9}c\\u{0}"],
    ["a\nb", "a\\u{a}b"],
    ["\u007f\u009b", "\\u{7f}\\u{9b}"],
    ["\u202e", "\\u{202e}"],
    ["\uff10", "\\u{ff10}"],
    ["\u{1f600}", "\\u{1f600}"],
    ["\ud800", "\\u{d800}"],
  ])("%j is %s", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe("labelled prose", () => {
  it("is wrapped at 80 columns under its first word", () => {
    const lines = labelled("  what  ", "word ".repeat(40).trim());
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[0]).toMatch(/^ {2}what {2}word/);
    expect(lines.slice(1).every((line) => line.startsWith("        word"))).toBe(true);
    expect(Math.max(...lines.map(({ length }) => length))).toBe(77);
    expect(lines.join(" ").match(/word/g)).toHaveLength(40);
  });

  it.each([
    [80, 1],
    [81, 2],
  ])("of %d columns takes %d lines", (columns, count) => {
    expect(labelled("x ", `a ${"b".repeat(columns - 4)}`)).toHaveLength(count);
  });

  it("never cuts a word", () => {
    const path = `/${"x".repeat(100)}`;
    expect(labelled("x ", `see ${path} there`)).toEqual(["x see", `  ${path}`, "  there"]);
  });

  it("has no line of its own for a line break in a value", () => {
    expect(labelled("x ", "a\nmlflow-guard: ready")).toHaveLength(1);
  });
});
