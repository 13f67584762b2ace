import { describe, expect, it } from "vitest";
import { decisionsOnWords, exampleProgram, sourceProgram } from "./support/rendered-text.ts";

/** The compiler reads every source. */
const PATIENCE = { timeout: 180_000 };

/** All but what takes a secret apart, whose readings are texts. */
const LEFT_OUT = ["src/secrets/"];

describe("words for people", () => {
  it("decide nothing", PATIENCE, () => {
    expect(decisionsOnWords(sourceProgram(), LEFT_OUT)).toEqual([]);
  });
});

const TYPES = `
interface Said { readonly what: string; readonly reason: string | null; readonly text: string }
interface Coded { readonly reason: "asked" | "died" | null; readonly why: { readonly code: string } }
declare const said: Said;
declare const coded: Coded;
declare const pattern: RegExp;
`;

const decisionIn = (line: string) => decisionsOnWords(exampleProgram(`${TYPES}${line}`), []);

describe("a decision on words", () => {
  it.each([
    'said.what.includes("taken");',
    'said.reason?.startsWith("does not exist");',
    'said.reason!.endsWith("exist");',
    "said.what.match(/taken/);",
    "pattern.test(said.what);",
    'if (said.what === "taken") pattern.exec("");',
    'if ("taken" !== said.reason) pattern.exec("");',
    'if (said.what == `taken`) pattern.exec("");',
    '["taken"].includes(said.what);',
    'new Set(["taken"]).has(said.text);',
    "switch (said.what) { default: }",
    "const table: Record<string, number> = {}; table[said.what];",
    'const { reason } = said; if (reason === "") pattern.exec("");',
    'const { reason: other, text } = said; text.startsWith("no");',
    'const note = ({ what }: Said) => what.includes("taken");',
    'const why = said.reason; if (why !== "") pattern.exec("");',
  ])("is found: %s", PATIENCE, (line) => {
    expect(decisionIn(line)).toHaveLength(1);
  });

  it.each([
    'if (coded.reason === "asked") pattern.exec("");',
    'if (coded.why.code === "missing") pattern.exec("");',
    'if (said.reason === null) pattern.exec("");',
    "if (said.what === said.text) pattern.exec(`${said.what}, and more`);",
    'const read = (text: string) => text.startsWith("#!");',
    'const lines = said.what.split("\\n").map((line) => line.trim());',
    "const shown = { what: said.what };",
  ])("is none: %s", PATIENCE, (line) => {
    expect(decisionIn(line)).toEqual([]);
  });
});
