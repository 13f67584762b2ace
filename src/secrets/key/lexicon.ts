import { readBuilt } from "../../package-file.ts";

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

const NONE: ReadonlyMap<string, Word> = new Map();

/**
 * Opens what scripts/words.js has made and the build has unpacked; the words of each three first letters are read when
 * one of them is asked for.
 * @throws if there was no build.
 */
export function loadLexicon(): Lexicon {
  const [least = "", letters = "", ...lines] = readBuilt("lexicon.txt").split("\n");
  const read = new Map<number, ReadonlyMap<string, Word>>();
  const word = (text: string) => {
    const line = lineOf(text);
    const key = line * 128 + (text.charCodeAt(2) || 0);
    let words = read.get(key);
    if (words === undefined) {
      words = wordsOf(groupOf(lines[line] ?? "", text), text.slice(0, 2), Number(least));
      read.set(key, words);
    }
    return words.get(text);
  };
  const letter = (first: number, second: number, third: number) =>
    (letters.charCodeAt((first * 27 + second) * 27 + third) - 33) / 4;
  return { word, letter };
}

function lineOf(text: string): number {
  return (text.charCodeAt(0) - 97) * 26 + text.charCodeAt(1) - 97;
}

/** The entries of a line, sorted as they are, that have the third letter of a text: A begins those with another one. */
function groupOf(line: string, text: string): string {
  const start = text.length === 2 ? 0 : line.indexOf(`A${text[2]}`);
  if (start === -1) return "";
  const end = line.indexOf("A", start + 1);
  return line.slice(start, end === -1 ? line.length : end);
}

function wordsOf(group: string, start: string, least: number): ReadonlyMap<string, Word> {
  if (group === "") return NONE;
  let last = start;
  return new Map(
    [...group.matchAll(ENTRY)].map(([, shared = "", rest = "", cost = ""]) => {
      last = last.slice(0, shared.charCodeAt(0) - 63) + rest;
      const mark = cost.charCodeAt(0);
      return [last, { bits: (mark % 16) + least, drawn: mark < 48 }];
    }),
  );
}
