import { readBuilt } from "../../package-file.ts";

/** What words and letters are worth to somebody who guesses, in bits. */
export interface Lexicon {
  /** Every word that begins at a place of a text of small letters, the shorter ones first. */
  readonly wordsAt: (
    text: string,
    from: number,
    found: (length: number, bits: number) => void,
  ) => void;
  /** A word in small letters; undefined where it is in no list. */
  readonly word: (text: string) => Word | undefined;
  /** Bits of a letter after two others, each 1 for `a` to 26, 0 for the blank between words. */
  readonly letter: (first: number, second: number, third: number) => number;
  /** Is it the hash of a word that everybody thinks of? */
  readonly isHash: (bytes: Buffer) => boolean;
}

export interface Word {
  readonly bits: number;
  /** Is it in the list that passphrases are drawn from? */
  readonly drawn: boolean;
}

/** Of each three letters, and the blank: the bytes before the words. */
const LETTERS = 27 ** 3 + 1;

/** Set in the last edge of a place. */
const LAST = 1 << 11;

/**
 * Opens what scripts/lexicon.js has made, where the bits of an edge are explained. A step is one look at a number, so
 * that nothing is read that no text asks for.
 * @throws if there was no build.
 */
export function loadLexicon(): Lexicon {
  const bytes = new Uint8Array(readBuilt("lexicon.bin"));
  let hashes: Buffer | null = null;
  const edges = new Uint32Array(bytes.buffer, LETTERS);
  /** The edge of a letter among those that begin here; 0 if there is none. */
  const step = (start: number, letter: number): number => {
    if (!(letter >= 0 && letter < 26)) return 0;
    for (let at = start === 0 ? letter : start; ; at += 1) {
      const edge = edges[at] as number;
      if (edge % 32 === letter) return edge;
      if (edge & LAST || start === 0) return 0;
    }
  };
  const walk = (text: string, from: number, found: (length: number, value: number) => void) => {
    let start = 0;
    for (let at = from; at === from || start !== 0; at += 1) {
      const edge = step(start, text.charCodeAt(at) - 97);
      const value = (edge >>> 5) % 64;
      if (value > 0) found(at + 1 - from, value);
      start = edge >>> 12;
    }
  };
  return {
    wordsAt: (text, from, found) => walk(text, from, (length, value) => found(length, value >>> 1)),
    word: (text) => {
      let whole = 0;
      walk(text, 0, (length, value) => {
        if (length === text.length) whole = value;
      });
      return whole === 0 ? undefined : { bits: whole >>> 1, drawn: whole % 2 === 1 };
    },
    letter: (first, second, third) => (bytes[(first * 27 + second) * 27 + third] as number) / 4,
    isHash: (hash) => {
      hashes ??= readBuilt("hashes.bin");
      return isHash(hashes, hash);
    },
  };
}

/** What stands for a hash among those of scripts/hashes.js: so many of its first bytes. */
const MARK = 8;

function isHash(marks: Buffer, hash: Buffer): boolean {
  const mark = hash.subarray(0, MARK);
  for (let at = marks.indexOf(mark); at !== -1; at = marks.indexOf(mark, at + 1)) {
    if (at % MARK === 0) return true;
  }
  return false;
}
