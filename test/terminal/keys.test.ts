import { describe, expect, it } from "vitest";
import { type Keys, NO_KEYS, readKeys, readLine } from "../../src/terminal/keys.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const typed = (text: string) => readKeys(NO_KEYS, bytes(text)).typed;
const line = (text: string) => ({ kind: "line", text });

describe("the keys of a hidden question", () => {
  it.each([
    ["secret\r", "secret"],
    ["secret\n", "secret"],
    ["\r", ""],
    ["gr\u00fcn \u{1f98a}\r", "gr\u00fcn \u{1f98a}"],
    ["sexx\x7f\x7fcret\r", "secret"],
    ["a\u00fc\u{1f98a}\x08\x08b\r", "ab"],
    ["\x7f\x7fa\r", "a"],
    ["wrong\x15right\r", "right"],
    ["\t\x15right\r", "right"],
    ["half\x04way\r", "halfway"],
  ])("read %j", (keys, text) => {
    expect(typed(keys)).toEqual(line(text));
  });

  it.each([
    ["abc\x03", "interrupt"],
    ["abc\x1c", "interrupt"],
    ["\x04", "end"],
    ["abc\x1a", "suspend"],
    ["\x1b[A\r", "unreadable"],
    ["a\tb\r", "unreadable"],
    [`${"a".repeat(5000)}\r`, "unreadable"],
  ])("end at %j: %s", (keys, kind) => {
    expect(typed(keys)).toEqual({ kind });
  });

  it("are not text where they are not UTF-8", () => {
    expect(readKeys(NO_KEYS, Uint8Array.of(0xff, 0x0d)).typed).toEqual({ kind: "unreadable" });
  });

  it("may come one by one, a character cut in two", () => {
    let keys: Keys = NO_KEYS;
    for (const byte of bytes("gr\u00fcn")) {
      const read = readKeys(keys, Uint8Array.of(byte));
      expect(read.typed).toBeNull();
      keys = read.keys;
    }
    expect(readKeys(keys, bytes("\r")).typed).toEqual(line("gr\u00fcn"));
  });

  it("take nothing of what was pasted behind the line", () => {
    expect(readKeys(NO_KEYS, bytes("one\r\ntwo\n"))).toEqual({
      keys: NO_KEYS,
      typed: line("one"),
    });
  });
});

describe("the line of a question that shows what is typed", () => {
  it.each([
    ["yes\n", line("yes")],
    ["\n", line("")],
    ["yes", { kind: "end" }],
    ["", { kind: "end" }],
    ["\x1b[A\n", { kind: "unreadable" }],
  ])("%j is %j", (text, read) => {
    expect(readLine(bytes(text))).toEqual(read);
  });
});
