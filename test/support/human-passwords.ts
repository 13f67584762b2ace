import { dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";

const WORDS = (english["commonWords-en"] ?? []).slice(0, 5000);
const NAMES = [...(english["firstnames-en"] ?? []), ...(english["lastnames-en"] ?? [])];
const PASSWORDS = common["passwords-common"] ?? [];
const ROWS = ["qwertyuiop", "asdfghjkl", "1qaz2wsx3edc", "zxcvbnm", "1234567890", "qazwsxedc"];
const MARKS = ["", "", "!", "!!", "#1", "-", "_", ".", "?", "@", "$$", "*"];
const LEET: Readonly<Record<string, string>> = { a: "4", e: "3", i: "1", o: "0", s: "$", t: "7" };

/** Draws anew, the same in each run: a difference can be looked at again. */
function drawing(seed: number) {
  let state = seed;
  const number = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const of = <T>(list: readonly T[]): T => list[number(list.length)] as T;
  return { number, of };
}

/** So many passwords as people make them: words, names, rows of keys, years, marks, leet, capitals, repeats. */
export function humanPasswords(count: number, seed = 1): string[] {
  const { number, of } = drawing(seed);
  const digits = (length: number) => Array.from({ length }, () => number(10)).join("");
  const part = () =>
    of([
      () => of(WORDS),
      () => of(WORDS),
      () => of(NAMES),
      () => of(PASSWORDS),
      () => of(ROWS).slice(0, 3 + number(6)),
      () => String(1950 + number(80)),
      () => digits(1 + number(5)),
      () => `${1 + number(28)}.${1 + number(12)}.${1960 + number(60)}`,
      () => of(["mlflow", "admin", "server", "passwort", "constructor", "frobnicator"]),
      () =>
        Array.from({ length: 3 + number(4) }, () => String.fromCharCode(97 + number(26))).join(""),
    ])();
  const dressed = (text: string) =>
    of([
      () => text,
      () => text,
      () => text.charAt(0).toUpperCase() + text.slice(1),
      () => text.toUpperCase(),
      () => [...text].map((char) => LEET[char] ?? char).join(""),
      () => [...text].reverse().join(""),
      () => text + text,
    ])();
  return Array.from({ length: count }, () => {
    const between = of(MARKS);
    return Array.from({ length: 1 + number(3) }, () => dressed(part())).join(between) + of(MARKS);
  });
}
