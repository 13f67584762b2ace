import { describe, expect, it } from "vitest";
import { parseBoolean, parseInteger } from "../../../src/intent/argv/python-values.ts";

describe("a boolean", () => {
  it.each(["1", "true", "T", "Yes", "y", "ON", " true "])("%j is true", (text) => {
    expect(parseBoolean(text)).toBe(true);
  });

  it.each(["0", "false", "F", "No", "n", "OFF"])("%j is false", (text) => {
    expect(parseBoolean(text)).toBe(false);
  });

  it.each(["", "2", "truthy", "constructor", "-1", "\uff11"])("%j is neither", (text) => {
    expect(parseBoolean(text)).toBeNull();
  });
});

describe("an integer", () => {
  it.each([
    ["5000", 5000],
    ["0005000", 5000],
    ["+1", 1],
    ["-1", -1],
    ["5_000", 5000],
    [" \t7\n", 7],
    ["\v\f\r12\v\f\r", 12],
    ["1_0_000", 10000],
    ["9007199254740991", 9007199254740991],
  ])("%j is %d", (text, value) => {
    expect(parseInteger(text)).toBe(value);
  });

  it.each([
    "",
    " ",
    "1.0",
    "1e3",
    "0x10",
    "_1",
    "1_",
    "1__0",
    "+ 1",
    "\u0661",
    "9007199254740992",
    "9".repeat(20),
    "x1",
    "1x",
    "1 0",
    "10_x",
    "--1",
    "\u00a01",
  ])("%j is none", (text) => {
    expect(parseInteger(text)).toBeNull();
  });
});
