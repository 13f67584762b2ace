import type { Lexicon } from "./lexicon.ts";

/** A passphrase has at least so many words. */
const WORDS = 8;
/** So many of them may have been drawn twice. */
const TWICE = 2;
/** Bits of a word that is drawn from the list, of any other word, and what a word is worth that is in no list. */
const DRAWN = 13.9;
const OTHER = 16.3;
const UNKNOWN = 9;

/**
 * Is it eight or more words that were likelier drawn from a list than thought of in a sentence? A list has few of the
 * frequent words that a sentence is full of, and hardly any inflected ones.
 */
export function isPassphrase(value: string, lexicon: Lexicon): boolean {
  const all = joined(wordsOf(value), lexicon);
  const words = [...new Set(all)];
  const likelier = words.reduce((sum, text) => {
    const word = lexicon.word(text);
    return sum + (word?.bits ?? UNKNOWN) - (word?.drawn ? DRAWN : OTHER);
  }, 0);
  return all.length >= WORDS && words.length >= WORDS - TWICE && likelier >= 0;
}

/** A few words of the list have a hyphen. */
function joined(words: readonly string[], lexicon: Lexicon): string[] {
  const isOne = (place: number) => {
    const [one, other] = [words[place], words[place + 1]];
    return one !== undefined && other !== undefined && lexicon.word(one + other)?.drawn === true;
  };
  return words.flatMap((word, place) => {
    if (isOne(place - 1)) return [];
    return [isOne(place) ? `${word}${words[place + 1]}` : word];
  });
}

/** A capital after a small letter begins a word, too. */
function wordsOf(value: string): string[] {
  return value
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}
