import { inflateRawSync } from "node:zlib";
import { TABLE } from "./table.ts";

/** What words and letters are worth to somebody who guesses, in bits. */
export interface Lexicon {
  /** A word in small letters; undefined where it is in no list. */
  readonly word: (text: string) => Word | undefined;
  /** Bits of a letter after two others, each 1 for `a` to 26, 0 for the blank between words. */
  readonly letter: (first: number, second: number, third: number) => number;
}

export interface Word {
  readonly bits: number;
  /** Is it in the list that passphrases are drawn from? */
  readonly drawn: boolean;
}

/** One word: how much it shares with the one before it, the rest, and its bits. */
const ENTRY = /([A-Z])([a-z]*)([ -@])/g;

/** Unpacks the table; the words of each two first letters are read when one of them is asked for. */
export function loadLexicon(): Lexicon {
  const [least = "", letters = "", ...lines] = inflateRawSync(Buffer.from(TABLE, "base64"))
    .toString("latin1")
    .split("\n");
  const read = new Map<number, ReadonlyMap<string, Word>>();
  const word = (text: string) => {
    const line = lineOf(text);
    const words = read.get(line) ?? wordsOf(lines[line] ?? "", text.slice(0, 2), Number(least));
    read.set(line, words);
    return words.get(text);
  };
  const letter = (first: number, second: number, third: number) =>
    (letters.charCodeAt((first * 27 + second) * 27 + third) - 33) / 4;
  return { word, letter };
}

function lineOf(text: string): number {
  return (text.charCodeAt(0) - 97) * 26 + text.charCodeAt(1) - 97;
}

function wordsOf(line: string, start: string, least: number): ReadonlyMap<string, Word> {
  let last = start;
  return new Map(
    [...line.matchAll(ENTRY)].map(([, shared = "", rest = "", cost = ""]) => {
      last = last.slice(0, shared.charCodeAt(0) - 63) + rest;
      const mark = cost.charCodeAt(0);
      return [last, { bits: (mark % 16) + least, drawn: mark < 48 }];
    }),
  );
}
