import { array, assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { TerminalFilter } from "../../../src/launch/output/terminal-filter.ts";

const ESC = "\u001b";

function passed(...chunks: readonly (string | Buffer)[]): string {
  const filter = new TerminalFilter();
  const parts = chunks.map((chunk) => filter.pass(Buffer.from(chunk as string)));
  return Buffer.concat([...parts, filter.end()]).toString("utf8");
}

describe("what a terminal gets of MLflow's lines", () => {
  it.each([
    "INFO:     Uvicorn running on http://127.0.0.1:5000\n",
    `${ESC}[32mINFO${ESC}[0m:\t${ESC}[1;38:5;9mred${ESC}[m\r\n`,
    "\u{1f3c3} View run at \u00e9\u4e2d\n",
    "",
  ])("is unchanged: %j", (text) => {
    expect(passed(text)).toBe(text);
    expect(passed(...[...Buffer.from(text)].map((byte) => Buffer.from([byte])))).toBe(text);
  });

  it.each([
    ["clears the screen", `${ESC}[2J`, "\\u{1b}[2J"],
    ["moves the cursor", `${ESC}[1;1H`, "\\u{1b}[1;1H"],
    ["sets the title", `${ESC}]0;x\u0007`, "\\u{1b}]0;x\\u{7}"],
    ["is a style by its end alone", `${ESC}[?25m`, "\\u{1b}[?25m"],
    ["is a style without end", `${ESC}[${"1;".repeat(20)}m`, `\\u{1b}[${"1;".repeat(20)}m`],
    ["writes over the line", "safe\rready", "safe\\u{d}ready"],
    ["takes back", "x\b\u007f", "x\\u{8}\\u{7f}"],
    ["is a control of eight bits", "\u009b2J", "\\u{9b}2J"],
    ["turns the writing round", "\u202eydaer\u2066", "\\u{202e}ydaer\\u{2066}"],
    ["ends a line", "a\u2028b", "a\\u{2028}b"],
    ["ends in the middle", `x${ESC}[3`, "x\\u{1b}[3"],
    ["is no text", Buffer.from([0x61, 0x9b, 0x62]), "a\ufffdb"],
  ])("shows what %s", (_what, text, shown) => {
    expect(passed(text)).toBe(shown);
    expect(passed(...[...Buffer.from(text as string)].map((byte) => Buffer.from([byte])))).toBe(
      shown,
    );
  });

  it("has no control but styles, tabs and line ends, however it comes in pieces", () => {
    assert(
      property(array(string({ unit: "binary" })), (chunks) => {
        const left = passed(...chunks).replace(/\u001b\[[0-9;:]*m|\r\n|[\n\t]/g, "");
        expect(left).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it.each([
    [`${ESC}[8mhidden`, true],
    [`${ESC}[31mred${ESC}[0m`, false],
    [`${ESC}[31mred${ESC}[m`, false],
    ["plain", false],
  ])("knows whether a style is still on: %j", (text, styled) => {
    const filter = new TerminalFilter();
    filter.pass(Buffer.from(text));
    expect(filter.styled).toBe(styled);
  });
});
