/** Rows and columns of keyboards (US, German, French), and digits that everybody knows. */
const ROWS = [
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
  "zaq12wsxcde34rfvbgt56yhnmju78ik9ol0p",
  "1q2w3e4r5t6y7u8i9o0p",
];

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
const KNOWN = [...ROWS, ...NUMBERS].flatMap((row) => [row, [...row].reverse().join("")]).join("\n");

/** A repeat of less is said more cheaply in full. */
export const SHORTEST_COPY = 3;

/** Bits to say which of them, from where. */
export const KNOWN_BITS = Math.log2(KNOWN.length);

/** How much of a known row or number begins here. */
export function knownAt(text: string, from: number): number {
  const start = text.slice(from, from + 4);
  if (start.length < 4) return 0;
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
export function stepsAt(text: string, from: number): number {
  const step = stepOf(text, from);
  if (step === null || Math.abs(step) > 2) return 1;
  let length = 2;
  while (from + length < text.length && stepOf(text, from + length - 1) === step) length += 1;
  return length;
}

/** From this character to the next, both letters or both digits; 0 follows 9, and a follows 9 in hexadecimal digits. */
function stepOf(text: string, from: number): number | null {
  const step = stepBetween(text, from, from + 1);
  return step === null || Math.abs(step) !== 9 || !/\d\d/.test(text.slice(from, from + 2))
    ? step
    : -step / 9;
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

function stepBetween(text: string, one: number, other: number): number | null {
  const [a, b] = [orderOf(text.charCodeAt(one)), orderOf(text.charCodeAt(other))];
  return a === null || b === null ? null : b - a;
}
