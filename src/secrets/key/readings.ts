/** One way to read a value: what it would say, and what it costs to write it down in full. */
export interface Reading {
  /** Small letters and digits. */
  readonly text: string;
  /** Bits of a character of the value, of those that were read. */
  readonly plain: number;
  /** Characters of the value that were read. */
  readonly length: number;
  /** Bits to get back to the value from the text: capitals, and which letters were digits. */
  readonly back: number;
  readonly spaced: boolean;
}

/** What people write for letters; the second has the other habit where there are two. */
const LEET = [
  {
    "0": "o",
    "1": "i",
    "2": "z",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "g",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    $: "s",
    "!": "i",
    "+": "t",
    "|": "l",
    "(": "c",
    "&": "a",
  },
  {
    "0": "o",
    "1": "l",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "@": "a",
    $: "s",
    "!": "l",
    "|": "i",
    "(": "c",
  },
];

/** The digits of a US keyboard with shift. */
const SHIFTED = {
  "!": "1",
  "@": "2",
  "#": "3",
  $: "4",
  "%": "5",
  "^": "6",
  "&": "7",
  "*": "8",
  "(": "9",
  ")": "0",
};

/** Everything a value may say once its dress is off. */
export function readingsOf(value: string): Reading[] {
  const forward = [{}, ...LEET, SHIFTED].map((table) => reading(value, table));
  const plain = forward.slice(0, 3);
  const spaced = [{}, ...LEET]
    .filter((table) => separates(value, table))
    .map((table) => reading(value, table, true))
    .filter(({ text }) => text.includes(" "));
  const all = [
    ...spaced,
    ...(isCamel(value) ? [{}, ...LEET].map((table) => camel(value, table)) : []),
    ...spaced.map((one) => ({ ...one, text: [...one.text].reverse().join("") })),
    ...forward,
    ...plain.map((one) => ({ ...one, text: [...one.text].reverse().join("") })),
    ...plain.map((one) => ({ ...one, text: everyNth(one.text, 2) })),
    ...plain.slice(0, 1).map((one) => ({ ...one, text: everyNth(one.text, 3) })),
  ];
  return all.filter(
    ({ text, spaced }, place) =>
      all.findIndex((one) => one.text === text && one.spaced === spaced) === place,
  );
}

function reading(whole: string, table: Readonly<Record<string, string>>, spaced = false): Reading {
  const known = (char: string) => /[a-z0-9]/i.test(char) || char in table;
  const value = spaced
    ? [...whole]
        .map((char) => (known(char) ? char : " "))
        .join("")
        .replace(/ +/g, " ")
        .trim()
    : whole;
  const read = [...value].filter((char) => known(char) || (spaced && char === " "));
  const text = read.map((char) => table[char] ?? char.toLowerCase()).join("");
  return {
    text,
    plain: Math.log2(alphabetOf(read.join(""))),
    length: read.length,
    spaced,
    back: capitalBits(read.join("")) + substituteBits(read, text),
  };
}

/** Words that begin with a capital each, and a few of one letter; most random values have three capitals in a row. */
function isCamel(value: string): boolean {
  return (value.match(/[A-Z]/g) ?? []).length >= FEWEST_CAPITALS && !/[A-Z]{3}/.test(value);
}

const FEWEST_CAPITALS = 4;

/** The capitals say where the words begin, so nothing is needed to get back to them but the letters that were digits. */
function camel(value: string, table: Readonly<Record<string, string>>): Reading {
  const flat = reading(value, table);
  const read = [...value].filter((char) => /[a-z0-9]/i.test(char) || char in table);
  const begins = (place: number) => place > 0 && /[A-Z]/.test(read[place] ?? "");
  const text = [...flat.text].map((char, place) => (begins(place) ? ` ${char}` : char)).join("");
  return { ...flat, text, spaced: true, back: substituteBits(read, flat.text) };
}

/** Is one mark more frequent than all others together, as between words? The marks of a random value are of many kinds. */
function separates(value: string, table: Readonly<Record<string, string>>): boolean {
  const marks = [...value.replace(/[a-z0-9]/gi, "")].filter((mark) => !(mark in table));
  const most = Math.max(...marks.map((mark) => marks.filter((one) => one === mark).length));
  return most * 2 > marks.length;
}

/** How many characters a random value of this look is drawn from. */
function alphabetOf(text: string): number {
  const sizes = [
    [/^\d*$/, 10],
    [/^(?:[\da-f]*|[\dA-F]*)$/, 16],
    [/^(?:[a-z]*|[A-Z]*)$/, 26],
    [/^(?:[\da-z]*|[\dA-Z]*)$/, 36],
    [/^[a-z]*$/i, 52],
    [/^[\da-z]*$/i, 62],
  ] as const;
  const marks = text.replace(/[\da-z]/gi, "");
  const rest = text.replace(/[^\da-z]/gi, "");
  return (sizes.find(([look]) => look.test(rest))?.[1] ?? 62) + new Set(marks).size;
}

function capitalBits(text: string): number {
  const letters = text.replace(/[^a-z]/gi, "");
  return choiceBits(letters.length, letters.replace(/[^A-Z]/g, "").length);
}

/** Little where a letter is always written the same way. */
function substituteBits(read: readonly string[], text: string): number {
  const counts = new Map<string, { all: number; digits: number }>();
  read.forEach((char, place) => {
    const letter = text[place] ?? "";
    const count = counts.get(letter) ?? { all: 0, digits: 0 };
    counts.set(letter, {
      all: count.all + 1,
      digits: count.digits + Number(char.toLowerCase() !== letter),
    });
  });
  return [...counts.values()]
    .filter(({ digits }) => digits > 0)
    .reduce((bits, { all, digits }) => bits + choiceBits(all, digits), 0);
}

/** Bits to say which of so many. */
function choiceBits(all: number, chosen: number): number {
  let bits = chosen === 0 || chosen === all ? 1 : 1 + Math.log2(all + 1);
  for (let n = 0; n < chosen; n += 1) bits += Math.log2((all - n) / (n + 1));
  return bits;
}

/** All first ones, then all second ones: what is doubled or interleaved becomes two texts. */
function everyNth(text: string, stride: number): string {
  return Array.from({ length: stride }, (_, start) =>
    [...text].filter((_, place) => place % stride === start).join(""),
  ).join("");
}
