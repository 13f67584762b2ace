/** A text has so many letters at least; this share may be digits, and this if it has marks that no encoding has. */
const LETTERS = 16;
const DIGITS = 0.15;
const DIGITS_AMONG_MARKS = 0.25;
/** How many ways of putting the letters back are looked at. */
const BEST = 2;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz";

/** Letters of English prose, of a thousand; the languages written in these letters are alike enough. */
const FREQUENCY = [
  82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20,
  1,
];

/** The rows of a US keyboard, for fingers that were one key aside. */
const ROWS = ["qwertyuiop[", "asdfghjkl;", "zxcvbnm,"];

type Table = ReadonlyMap<string, string>;

/**
 * What a value says once each letter is put back: shifted through the alphabet (Caesar, ROT13), mirrored (Atbash), typed
 * one key aside, or ROT47. The likeliest only; none for what has digits as a machine's value has them.
 */
export function deciphered(value: string): string[] {
  const tables = looksLikeText(value) ? likeliest(value) : [];
  return [...tables.map((table) => put(value, table)), ...rot47(value)];
}

function looksLikeText(value: string): boolean {
  const letters = value.replace(/[^a-z]/gi, "").length;
  const digits = value.replace(/\D/g, "").length;
  const share = /[^a-z0-9+/=_-]/i.test(value) ? DIGITS_AMONG_MARKS : DIGITS;
  return letters >= LETTERS && digits <= share * value.length;
}

/** @returns nothing for what has few marks that would stand for letters, as a machine's hexadecimal digits or base64 */
function rot47(value: string): string[] {
  if ((value.match(/[:-@]/g) ?? []).length < 3) return [];
  const turn = (char: string) => String.fromCharCode(33 + ((char.charCodeAt(0) - 33 + 47) % 94));
  return [value.replace(/[!-~]/g, turn)];
}

const SUBSTITUTIONS: readonly Table[] = [
  ...[...ALPHABET].flatMap((_, by) => [shifted(by, 1), shifted(by, -1)]),
  aside(1),
  aside(-1),
].slice(1);

function shifted(by: number, step: 1 | -1): Table {
  return new Map(
    [...ALPHABET].map((char, at) => [char, ALPHABET[(26 * 2 + step * at + by) % 26] ?? char]),
  );
}

function aside(by: 1 | -1): Table {
  return new Map(
    ROWS.flatMap((row) => [...row].map((char, at) => [char, row[at - by] ?? ""] as const)).filter(
      ([, other]) => /[a-z]/.test(other),
    ),
  );
}

function likeliest(value: string): Table[] {
  const counts = new Map<string, number>();
  for (const char of value.toLowerCase()) counts.set(char, (counts.get(char) ?? 0) + 1);
  const rated = SUBSTITUTIONS.map((table) => ({ table, likelihood: likelihood(counts, table) }));
  return rated
    .sort((a, b) => b.likelihood - a.likelihood)
    .slice(0, BEST)
    .map(({ table }) => table);
}

function likelihood(counts: ReadonlyMap<string, number>, table: Table): number {
  let sum = 0;
  for (const [char, count] of counts) {
    const place = ALPHABET.indexOf(table.get(char) ?? char);
    if (place >= 0) sum += count * Math.log2(FREQUENCY[place] ?? 1);
  }
  return sum;
}

function put(value: string, table: Table): string {
  return [...value]
    .map((char) => {
      const small = char.toLowerCase();
      const other = table.get(small);
      if (other === undefined) return char;
      return char === small ? other : other.toUpperCase();
    })
    .join("");
}
