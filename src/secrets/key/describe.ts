import type { Lexicon } from "./lexicon.ts";
import {
  copyAt,
  KNOWN_BITS,
  knownAt,
  ordersOf,
  SHORTEST_COPY,
  sameSteps,
  stepsAt,
} from "./patterns.ts";

/** Bits to say what comes next: a word, letters that could be one, anything, a run, something seen before. */
const WORD = 0.5;
const OTHER = 4.5;
/** Bits of the blank after a word, which is hardly ever left out where there are blanks. */
const BLANK = 0.3;
/** Bits of a letter that stands alone. */
const ALONE = 8;
const LENGTHS = Float64Array.from({ length: 256 }, (_, length) => 1 + 2 * Math.log2(length));
/** Bits to say how long something is, whatever it is. */
const lengthBits = (length: number) => LENGTHS[length] ?? 1 + 2 * Math.log2(length);

/**
 * The shortest way to say a text of small letters and digits: by words, letters as they follow each other in words,
 * runs, known rows and repeats, or else character by character. Each way has a prefix code, so that a random text is
 * shortened by n bits at most once in 2^n times.
 * @param plain bits of a character that nothing is known about.
 */
export function describeText(text: string, plain: number, lexicon: Lexicon): number {
  return shortestWay(text, lexicon, (from, offer) => {
    for (let length = 1; length <= text.length - from; length += 1) {
      offer(length, OTHER + lengthBits(length) + plain * length);
    }
  });
}

/**
 * What `describeText` says, or less: characters that nothing is known about need no word on how many they are. A small
 * part of the work, and enough to know a random text.
 */
export function describeLoosely(text: string, plain: number, lexicon: Lexicon): number {
  return shortestWay(text, lexicon, (_from, offer) => offer(1, plain));
}

function shortestWay(
  text: string,
  lexicon: Lexicon,
  offerPlain: (from: number, offer: Offer) => void,
): number {
  const best = new Float64Array(text.length + 1).fill(Number.POSITIVE_INFINITY);
  best[0] = 0;
  const lettered = lettersBits(text, lexicon);
  const orders = ordersOf(text);
  const before = sameSteps(orders);
  let from = 0;
  const offer = (length: number, cost: number) => {
    const whole = (best[from] as number) + cost;
    if (whole < (best[from + length] as number)) best[from + length] = whole;
  };
  for (; from < text.length; from += 1) {
    offerPlain(from, offer);
    offerWords(text, from, lexicon, offer);
    offerLetters(text, from, lettered, offer);
    offerRuns(text, orders, from, offer);
    offerCopies(orders, before, from, offer);
  }
  return best[text.length] as number;
}

/** Offers a way to say so many characters from here. */
type Offer = (length: number, cost: number) => void;

function offerWords(text: string, from: number, lexicon: Lexicon, offer: Offer): void {
  if (isAlone(text, from)) offer(1 + Number(from + 1 < text.length), WORD + ALONE + BLANK);
  lexicon.wordsAt(text, from, (length, bits) => {
    offer(length, WORD + bits);
    if (text[from + length] === " ") offer(length + 1, WORD + bits + BLANK);
  });
}

/** One letter between blanks: `a`, `I`, and the French `y`. */
function isAlone(text: string, place: number): boolean {
  const ends = (char: string | undefined) => char === undefined || char === " ";
  return isLetter(text, place) && ends(text[place - 1]) && ends(text[place + 1]);
}

/** Bits of all letters and blanks up to a place, each after the two before it. */
function lettersBits(text: string, lexicon: Lexicon): Float64Array {
  const sums = new Float64Array(text.length + 1);
  const spaced = text.includes(" ");
  let [first, second, sum] = [0, 0, 0];
  for (let place = 0; place < text.length; place += 1) {
    const third = isLetter(text, place) ? text.charCodeAt(place) - 96 : 0;
    sum += lexicon.letter(first, second, third);
    if (!spaced && third !== 0) sum += Math.log2(1 - 2 ** -lexicon.letter(first, second, 0));
    sums[place + 1] = sum;
    first = third && second;
    second = third;
  }
  return sums;
}

/** The first letter costs as much as any. */
function offerLetters(text: string, from: number, sums: Float64Array, offer: Offer): void {
  const before = sums[from + 1] ?? 0;
  for (let length = 1; isWritten(text, from + length - 1); length += 1) {
    const bits = 4.7 + (sums[from + length] as number) - before;
    if (length >= 4) offer(length, OTHER + lengthBits(length) + bits);
  }
}

function isWritten(text: string, place: number): boolean {
  return isLetter(text, place) || text[place] === " ";
}

function offerRuns(text: string, orders: Int32Array, from: number, offer: Offer): void {
  const steps = stepsAt(orders, from);
  for (let length = 3; length <= steps; length += 1) {
    offer(length, OTHER + lengthBits(length) + 5.2 + 2.3);
  }
  const known = knownAt(text, from);
  for (let length = 4; length <= known; length += 1) {
    offer(length, OTHER + lengthBits(length) + KNOWN_BITS);
  }
}

function offerCopies(orders: Int32Array, before: Int32Array, from: number, offer: Offer): void {
  for (let at = before[from] as number; at !== -1; at = before[at] as number) {
    const { length, step } = copyAt(orders, from, from - at);
    if (length < SHORTEST_COPY) continue;
    const cost = OTHER + Math.log2(from) + (step === 0 ? 1 : 3.6);
    for (let taken = SHORTEST_COPY; taken <= length; taken += 1) {
      offer(taken, cost + lengthBits(taken));
    }
  }
}

function isLetter(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 97 && code <= 122;
}
