import { execFileSync } from "node:child_process";
import { split } from "shlex";
import { describe, expect, it } from "vitest";
import { shellQuote } from "../../src/shell/quote.ts";
import { needs } from "../support/needs.ts";

describe("a word for the shell", () => {
  it.each([
    "a",
    "--x=1",
    "/a/b.c",
    "user@host:5000",
    "50%",
    "a,b+c",
    "AZaz09_@%+=:,./-",
  ])("%s needs no quotes", (word) => {
    expect(shellQuote(word)).toBe(word);
  });

  it.each([
    ["", "''"],
    ["a b", "'a b'"],
    ["it's", "'it'\\''s'"],
    ["$(reboot)", "'$(reboot)'"],
    ["~", "'~'"],
    ["*", "'*'"],
    ["a;b", "'a;b'"],
    ["a;", "'a;'"],
    [";a", "';a'"],
    ["~a", "'~a'"],
    ["a'b'c", "'a'\\''b'\\''c'"],
  ])("%j is %s", (word, quoted) => {
    expect(shellQuote(word)).toBe(quoted);
    expect(split(quoted)).toEqual([word]);
  });

  it.each(["a\nb", "\u00e4\u{1f600}", "\u001b[2J", "\u202e'\"$x\\", "100%\t"])(
    "%j arrives whole and is shown in printable ASCII",
    needs("a system with users"),
    (word) => {
      const quoted = shellQuote(word);
      expect(quoted).toMatch(/^[\x20-\x7e]+$/);
      expect(execFileSync("/bin/sh", ["-c", `printf '%s' ${quoted}`], { encoding: "utf8" })).toBe(
        word,
      );
    },
  );

  it.each([
    ["a\nb", `"$(printf '\\141\\012\\142')"`],
    ["\t", `"$(printf '\\011')"`],
    ["\u007f", `"$(printf '\\177')"`],
    ["\u00e4", `"$(printf '\\303\\244')"`],
  ])("%j is written byte by byte, %s", (word, quoted) => {
    expect(shellQuote(word)).toBe(quoted);
  });
});
