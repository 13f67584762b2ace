import { deciphered } from "./ciphers.ts";
import { type Lexicon, loadLexicon } from "./lexicon.ts";
import { isSaidShorter, looksRandom } from "./looks-random.ts";
import { isPassphrase } from "./passphrase.ts";
import { isHashOfWord, isRowOfBytes, withoutSamples } from "./samples.ts";
import { isLeetSentence, isSentence } from "./sentence.ts";
import { folded, undressed } from "./undress.ts";

/** A part of a key, such as what follows `prod-key-`, is looked at alone from this length on. */
const PART = 24;

/** Is a key made by a machine, as a whole or in a part, or a passphrase? A person's sentence is neither. */
export function isStrongKey(value: string, lexicon: Lexicon): boolean {
  const bare = undressed(value);
  if (isPassphrase(bare, lexicon)) return true;
  return [bare, ...deciphered(bare)].every((text) => isMadeByMachine(text, lexicon));
}

function isMadeByMachine(bare: string, lexicon: Lexicon): boolean {
  if (isSentence(bare) || isHashOfWord(bare, lexicon) || isRowOfBytes(bare)) return false;
  if (isLeetSentence(bare) && isSaidShorter(folded(bare), lexicon)) return false;
  const rest = folded(withoutSamples(bare));
  const parts = rest.split(/[^a-z0-9+/]+/i).filter((part) => part.length >= PART);
  return [rest, ...parts].some((part) => looksRandom(part, lexicon));
}

/** Random bits that certainly take a guesser more than 10^8 tries. */
const PASSWORD_BITS = 90;

/** Is a password so clearly made by a machine that nobody needs to count the guesses it takes? */
export function isRandomPassword(value: string, lexicon: Lexicon): boolean {
  return /\d/.test(value) && looksRandom(value, lexicon, PASSWORD_BITS);
}

/** Tells what a machine made from what a person thought of. */
export interface Grader {
  readonly isStrongKey: (value: string) => boolean;
  readonly isRandomPassword: (value: string) => boolean;
}

/**
 * Both, with the table of words that they need.
 * @throws if there was no build.
 */
export function loadGrader(): Grader {
  const lexicon = loadLexicon();
  return {
    isStrongKey: (value) => isStrongKey(value, lexicon),
    isRandomPassword: (value) => isRandomPassword(value, lexicon),
  };
}
