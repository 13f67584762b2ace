import { describeLoosely, describeText } from "./describe.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Reading, readingsOf } from "./readings.ts";

/** How long a value is, and how much shorter it can be said, in bits, and still be random. */
const LIMITS = {
  /** Chance saves more than this once in 2^14 times, and in truth far less often; no key has fewer bits than 32 hexadecimal digits, chance counted. */
  mixed: { saved: 14, bits: 96 },
  /** Dates, telephone and card numbers: no generator makes digits alone. */
  digits: { saved: 1, bits: 125 },
  /** Few generators make letters alone, and a short text of uncommon words saves little. */
  letters: { saved: 8, bits: 125 },
  oneCase: { saved: 1, bits: 125 },
};
/** No more characters are looked at: what is weak so far is no key. */
const LONGEST = 128;

/**
 * Is a value long enough, and is there no way to say it that is notably shorter than itself?
 * @param enough bits that are enough for a value with digits, if that is not a key.
 */
export function looksRandom(whole: string, lexicon: Lexicon, enough?: number): boolean {
  const value = whole.slice(0, LONGEST);
  const look = lookOf(value);
  const limits = LIMITS[look];
  const marks = markBits(value);
  const readings = readingsOf(value);
  const ways = Math.log2(readings.length + 1);
  const isEnough = (bits: number) => bits + marks >= (enough ?? limits.bits);
  return readings.every((reading) => {
    const full = reading.plain * reading.length;
    const allows = (describe: Describe) => {
      const short = shortest(reading, lexicon, describe) + ways;
      const saved = full - short;
      if (saved > limits.saved + slack(look, full)) return false;
      return reading.spaced || isEnough(Math.min(full, short));
    };
    // What is allowed by less than the shortest way is allowed by that, too.
    return allows(describeLoosely) || allows(describeText);
  });
}

/** Is there a way to say it by words and patterns that is shorter than itself? */
export function isSaidShorter(whole: string, lexicon: Lexicon): boolean {
  const readings = readingsOf(whole.slice(0, LONGEST));
  const ways = Math.log2(readings.length + 1);
  return readings.some(({ text, plain, length, back }) => {
    const said = describeText(text, plainBits(text), lexicon);
    return said + back + ways < plain * length;
  });
}

type Describe = typeof describeText;

/** A longer value may be shortened by more: a person's text is by a share of its length, and chance has more places. */
function slack(look: keyof typeof LIMITS, full: number): number {
  return look === "mixed" ? Math.max(0, full - 128) / 32 : 0;
}

/** Digits before and after letters make no random value of them. */
function lookOf(whole: string): keyof typeof LIMITS {
  const value = whole.replace(/^[^a-z]+|[^a-z]+$/gi, "");
  if (value === "") return "digits";
  if (/\d/.test(value)) return "mixed";
  return value === value.toLowerCase() || value === value.toUpperCase() ? "oneCase" : "letters";
}

function shortest(reading: Reading, lexicon: Lexicon, describe: Describe): number {
  const described = describe(reading.text, plainBits(reading.text), lexicon);
  return reading.back + Math.min(described, frequencyBits(reading));
}

/** Bits of a character of this text that nothing is known about. */
function plainBits(text: string): number {
  const blank = Number(text.includes(" "));
  if (/^[\d ]*$/.test(text)) return Math.log2(10 + blank);
  if (/^[\da-f ]*$/.test(text)) return Math.log2(16 + blank);
  return Math.log2((/\d/.test(text) ? 36 : 26) + blank);
}

/** Bits if only the frequency of each character is known: fingers on a home row hit few keys. */
function frequencyBits({ text, plain }: Reading): number {
  const counts = new Map<string, number>();
  let bits = 0;
  [...text].forEach((char, place) => {
    const count = counts.get(char) ?? 0;
    bits -= Math.log2((count + 0.5) / (place + 2 ** plain / 2));
    counts.set(char, count + 1);
  });
  return bits;
}

/** Bits of the marks between letters and digits; where there are few kinds they only separate. */
function markBits(value: string): number {
  const marks = value.replace(/[a-z0-9 ]/gi, "");
  const kinds = new Set(marks).size;
  return kinds > 5 ? marks.length * Math.log2(kinds) : 0;
}
