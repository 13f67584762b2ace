import { readBuilt } from "../../package-file.ts";

/** Words, each with its rank in a list, from 1; the most frequent is first. */
type Ranks = Readonly<Record<string, number>>;

/** The words that a guesser tries first. */
export interface RankedWords {
  /** A list that is short is there for itself; all others are one, with the best rank of each word. */
  readonly lists: Readonly<Record<string, Ranks>>;
  /** Characters of the longest word of each list. */
  readonly longest: Readonly<Record<string, number>>;
}

/** Nothing in the lists is longer. */
const LONGEST = 60;

/**
 * Opens what the build has made of the lists (scripts/passwords.js). Nothing is built of it: a word is looked up in the
 * sorted text when it is asked for.
 */
export function openRankedWords(): RankedWords {
  return readRankedWords(readBuilt("passwords.txt").toString("latin1"));
}

/** The same, of a text. */
export function readRankedWords(text: string): RankedWords {
  const first = text.indexOf("\n") + 1;
  const short: Record<string, readonly string[]> = JSON.parse(text.slice(0, first));
  const lengths = Object.entries(short).map(([name, words]) => {
    return [name, Math.max(...words.map((word) => word.length))];
  });
  const ranked = Object.entries(short).map(([name, words]) => {
    return [name, Object.fromEntries(words.map((word, at) => [word, at + 1]))];
  });
  return {
    lists: { words: lookedUp(text, first), ...Object.fromEntries(ranked) },
    longest: { words: LONGEST, ...Object.fromEntries(lengths) },
  };
}

/** Looks like an object of words and ranks. zxcvbn asks for the same word again for each way to read a password. */
function lookedUp(text: string, first: number): Ranks {
  const known = new Map<string, number | undefined>();
  const get = (_: unknown, word: string | symbol) => {
    if (typeof word === "symbol" || known.has(word)) return known.get(String(word));
    const rank = rankOf(text, first, Buffer.from(word).toString("latin1"));
    known.set(word, rank);
    return rank;
  };
  return new Proxy<Ranks>({}, { get });
}

/** Halves the text until one line is left. */
function rankOf(text: string, first: number, word: string): number | undefined {
  let [from, to] = [first, text.length];
  while (from < to) {
    const begin = text.lastIndexOf("\n", ((from + to) >> 1) - 1) + 1;
    const tab = text.indexOf("\t", begin);
    const end = text.indexOf("\n", begin);
    const found = text.slice(begin, tab);
    if (found === word) return Number.parseInt(text.slice(tab + 1, end), 36);
    if (found < word) from = end + 1;
    else to = begin;
  }
  return undefined;
}
