import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitLines } from "../../../src/launch/output/lines.ts";

function linesOf(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const split = splitLines((line) => lines.push(line));
  for (const chunk of chunks) split(chunk);
  return lines;
}

describe("lines", () => {
  it("are the same however the bytes are cut", () => {
    const text = fc.array(fc.stringMatching(/^[a-z\u00e4]{0,9}$/), { maxLength: 9 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 9 }), (words, cuts) => {
        const bytes = Buffer.from(words.map((word) => `${word}\n`).join(""));
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(linesOf(chunks)).toEqual(words);
      }),
    );
  });

  it("come without colours and line ends, and not before they are whole", () => {
    expect(linesOf([Buffer.from("\u001b[32mINFO\u001b[0m: a\r\n\nhalf")])).toEqual(["INFO: a", ""]);
  });

  it("are cut where they are too long to look at", () => {
    const long = Buffer.alloc(200_000, "x");
    const lines = linesOf([long, long, Buffer.from("\nshort\n")]);
    expect(lines.map(({ length }) => length)).toEqual([262_144, 5]);
  });
});
