/** The rows of keyboards (US, German, French), and the digits above them with the first row. */
const ROWS = [
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
];

/** The columns of the same. */
const COLUMNS = [
  ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p"],
  ["1qay", "2wsx", "3edc", "4rfv", "5tgb", "6zhn", "7ujm", "8ik", "9ol", "0p"],
  ["1aqw", "2zsx", "3edc", "4rfv", "5tgb", "6yhn", "7uj", "8ik", "9ol", "0pm"],
];

const upwards = (column: string) => [...column].reverse().join("");

/** Column after column, with and without their digits: downwards, upwards, and one way and the other in turn. */
const WALKS = COLUMNS.flatMap((columns) => [columns, columns.map((column) => column.slice(1))])
  .flatMap((columns) => [
    columns,
    columns.map(upwards),
    columns.map((column, at) => (at % 2 === 0 ? upwards(column) : column)),
    columns.map((column, at) => (at % 2 === 0 ? column : upwards(column))),
  ])
  .map((columns) => columns.join(""));

const counted = (next: (n: number) => string) =>
  Array.from({ length: 60 }, (_, n) => next(n)).join("");

const multiples = (step: number) => counted((n) => String(n * step));

const NUMBERS = [
  "31415926535897932384626433832795028841971693993751",
  "27182818284590452353602874713526624977572470936999",
  "14142135623730950488016887242096980785696718753769",
  "16180339887498948482045868343656381177203091798057",
  "2357111317192329313741434753596167717379838997101103107109113",
  "112358132134558914423337761098715972584418167651094617711286574636875025",
  ...[2, 3].map((base) => counted((n) => String(base ** n))),
  ...[2, 3].map((power) => counted((n) => String(n ** power))),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 25, 50, 100, 1000].map(multiples),
  ...[2, 3, 4].map((width) => counted((n) => String(n).padStart(width, "0"))),
  counted((n) => n.toString(16).padStart(2, "0")),
  Array.from({ length: 60 }, (_, n) => 60 - n).join(""),
];

/** All of them, forwards and backwards, a line each. */
const KNOWN = [...ROWS, ...WALKS, ...NUMBERS]
  .flatMap((row) => [row, [...row].reverse().join("")])
  .join("\n");

/** A repeat of less is said more cheaply in full. */
export const SHORTEST_COPY = 3;

/** Bits to say which of them, from where. */
export const KNOWN_BITS = Math.log2(KNOWN.length);

/** Of four characters, each a place in 16 bits: the same for the same four, hardly ever for others. */
const nextStart = (start: number, code: number) => ((start << 4) ^ code) & 0xffff;

let starts: Uint8Array | null = null;

function startsOfKnown(): Uint8Array {
  const found = new Uint8Array(2 ** 16);
  let start = 0;
  for (let at = 0; at < KNOWN.length; at += 1) {
    start = nextStart(start, KNOWN.charCodeAt(at));
    found[start] = 1;
  }
  return found;
}

/** Can a known row begin here? Nearly always where none does, this says so without a search. */
function mayBeKnown(text: string, from: number): boolean {
  let start = 0;
  for (let at = from; at < from + 4; at += 1) start = nextStart(start, text.charCodeAt(at));
  starts ??= startsOfKnown();
  return starts[start] === 1;
}

/** How much of a known row or number begins here. */
export function knownAt(text: string, from: number): number {
  if (from + 4 > text.length || !mayBeKnown(text, from)) return 0;
  const start = text.slice(from, from + 4);
  let longest = 0;
  for (let at = KNOWN.indexOf(start); at !== -1; at = KNOWN.indexOf(start, at + 1)) {
    longest = Math.max(longest, common(text, from, KNOWN, at));
  }
  return longest;
}

function common(text: string, from: number, row: string, at: number): number {
  let length = 4;
  while (from + length < text.length && text[from + length] === row[at + length]) length += 1;
  return length;
}

/** How many characters from here on go up or down by the same step, or stay: `abcd`, `9876`, `2468`, `aaaa`. */
export function stepsAt(orders: Int32Array, from: number): number {
  const step = stepOf(orders, from);
  if (Math.abs(step) > 2) return 1;
  let length = 2;
  while (stepOf(orders, from + length - 1) === step) length += 1;
  return length;
}

/** From this character to the next: 0 follows 9, and a follows 9 in hexadecimal digits. More than any where one has no order. */
function stepOf(orders: Int32Array, from: number): number {
  const [one, other] = [orders[from] as number, orders[from + 1] as number];
  const step = other - one;
  return Math.abs(step) === 9 && one < 10 && other < 10 ? -step / 9 : step;
}

/** Digits are 0 to 9, letters 10 to 35; null for anything else. */
function orderOf(code: number): number | null {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 122 ? code - 87 : null;
}

/** Far from every order, and by another distance each: no step leads there. */
const NO_ORDER = 100;

/** The place of each character in its order, as `copyAt` compares them. */
export function ordersOf(text: string): Int32Array {
  return Int32Array.from(
    { length: text.length + 1 },
    (_, place) => orderOf(text.charCodeAt(place)) ?? NO_ORDER * (place + 1),
  );
}

/** A repeat: how long it is, and by which step each character is moved. */
export interface Copy {
  readonly length: number;
  readonly step: number;
}

const NO_COPY: Copy = { length: 0, step: 0 };

/** How many characters from here on repeat what is `distance` before, each moved by the same step. */
export function copyAt(orders: Int32Array, from: number, distance: number): Copy {
  const step = (orders[from] as number) - (orders[from - distance] as number);
  if (step > 3 || step < -3) return NO_COPY;
  let at = from + 1;
  while (at < orders.length && (orders[at] as number) - (orders[at - distance] as number) === step)
    at += 1;
  const length = at - from;
  return length < SHORTEST_COPY ? NO_COPY : { length, step };
}

/**
 * For each place the last one before it from which the next two steps are the same, or -1. A repeat begins at no other
 * place: following these from place to place finds all.
 */
export function sameSteps(orders: Int32Array): Int32Array {
  const found = new Int32Array(orders.length).fill(-1);
  const last = new Map<number, number>();
  for (let place = 0; place + 3 < orders.length; place += 1) {
    const middle = orders[place + 1] as number;
    const steps =
      (middle - (orders[place] as number)) * 2 ** 16 + (orders[place + 2] as number) - middle;
    found[place] = last.get(steps) ?? -1;
    last.set(steps, place);
  }
  return found;
}
