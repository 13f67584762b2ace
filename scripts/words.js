// Writes scripts/words/lexicon.b64, which the build turns into dist/lexicon.bin: what a word, and a letter after two
// others, is worth to somebody who guesses. Deflated, in base64.
//
// The frequencies are those of the zxcvbn-ts language packages (subtitles and Wikipedia; MIT), which the program uses
// for passwords, too. A rank is turned into bits by Zipf's law.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Words that are taken of each language, and the bits that its choice costs. */
const LANGUAGES = {
  en: [18_000, 1],
  de: [2000, 3],
  "es-es": [2000, 3],
  fr: [2000, 3],
  it: [2000, 3],
  "nl-be": [2000, 3],
  "pt-br": [2000, 3],
  pl: [1200, 4],
  id: [1200, 4],
  ja: [1200, 4],
};

const common = (await import("@zxcvbn-ts/language-common")).dictionary;
const dictionaries = Object.fromEntries(
  await Promise.all(
    Object.keys(LANGUAGES).map(async (language) => [
      language,
      (await import(`@zxcvbn-ts/language-${language}`)).dictionary,
    ]),
  ),
);

/** The list whose name begins so; the packages differ in what follows. */
const list = (language, name) =>
  Object.entries(dictionaries[language]).find(([key]) => key.startsWith(name))?.[1] ?? [];

/** A word in plain letters, as people type it into a key: with and without the German "ue". */
function spellings(word) {
  const plain = (text) =>
    text
      .normalize("NFKD")
      .replace(/\u00df/g, "ss")
      .replace(/\u0142/g, "l")
      .replace(/\u00f8/g, "o")
      .replace(/\u00e6/g, "ae")
      .replace(/\u0153/g, "oe")
      .replace(/[\u0300-\u036f'\u2019-]/g, "");
  const written = word.toLowerCase();
  const german = written.replace(/[\u00e4\u00f6\u00fc]/g, (c) => `${c.normalize("NFKD")[0]}e`);
  return [...new Set([plain(written), plain(german)])].filter((text) => /^[a-z]+$/.test(text));
}

/** Bits of the word of this rank (from 0) among so many, by Zipf's law. */
const zipf = (rank, total) => Math.log2(rank + 1.5) + Math.log2(Math.log(total) + 0.6);

const bits = new Map();
const trigrams = new Float64Array(27 ** 3);

/** What no word is worth more than; nobody knows more words. */
const MOST = 17;

function note(word, cost, weight) {
  for (const text of spellings(word)) {
    if (text.length > 20) continue;
    if (text.length > 1) bits.set(text, Math.min(cost, MOST, bits.get(text) ?? Infinity));
    learn(text, weight);
  }
}

/** A letter is 1 to 26; 0 stands for the blank between words. */
const code = (letter) => (letter ? letter.charCodeAt(0) - 96 : 0);

function learn(text, weight) {
  for (let at = 0; at <= text.length; at += 1) {
    trigrams[(code(text[at - 2]) * 27 + code(text[at - 1])) * 27 + code(text[at])] += weight;
  }
}

for (const [language, [size, extra]] of Object.entries(LANGUAGES)) {
  for (const name of ["commonWords", "wikipedia"]) {
    list(language, name)
      .filter((word) => !["doc", "id", "org", "title", "url"].includes(word))
      .slice(0, size)
      .forEach((word, rank) => {
        note(word, zipf(rank, 60_000) + extra, (rank + 1) ** -0.2);
      });
  }
}
const SEQUENCE =
  /^(?:cardinal|ordinal|days|months|seasons|timeP|rainbow|directions|intermediate|size|military|planets|zodiac|chineseZ)/;
for (const dictionary of Object.values(dictionaries)) {
  for (const [name, words] of Object.entries(dictionary)) {
    if (SEQUENCE.test(name)) for (const word of words) note(word, 11, 0);
  }
}
for (const name of ["firstnames", "lastnames"]) {
  for (const word of list("en", name).slice(0, 1500)) note(word, 14, 0.003);
}
common["passwords-common"].slice(0, 4000).forEach((word, rank) => {
  if (/^[a-z]{4,}$/.test(word)) note(word, zipf(rank, 60_000) + 4, 0);
});
const drawn = new Set();
for (const word of common["diceware-common"]) {
  note(word, MOST, 0);
  for (const text of spellings(word)) drawn.add(text);
}
const technical = readFileSync(`${root}/scripts/words/technical.txt`, "utf8")
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .join(" ")
  .split(/\s+/)
  .filter((word) => /^[a-z]+$/.test(word));
for (const word of technical) note(word, 11, 0.01);

// Never more than a whole: else a word would be worth less than any guesser can make it.
const sum = () => [...bits.values()].reduce((all, one) => all + 2 ** -Math.round(one), 0);
let shift = 0;
while (sum() > 1) {
  shift += 1;
  for (const [word, cost] of bits) bits.set(word, cost + 0.1);
}

/** A line for each two first letters: upper case says how much is shared with the word before, the mark after it the
 * bits, below "0" if it is a word that passphrases are drawn from. */
const LEAST = Math.min(...[...bits.values()].map((cost) => Math.round(cost)));
const lines = Array.from({ length: 26 * 26 }, () => "");
let last = "";
for (const word of [...bits.keys()].sort()) {
  const line = (word.charCodeAt(0) - 97) * 26 + word.charCodeAt(1) - 97;
  let shared = 2;
  while (shared < word.length && lines[line] !== "" && last[shared] === word[shared]) shared += 1;
  const cost = String.fromCharCode(
    (drawn.has(word) ? 32 : 48) + Math.round(bits.get(word)) - LEAST,
  );
  lines[line] += String.fromCharCode(63 + shared) + word.slice(shared) + cost;
  last = word;
}

/** Quarter bits, a character each, from `!`. */
let letters = "";
const share = (counts, at) =>
  counts[at] /
  Math.max(
    counts.reduce((a, b) => a + b, 0),
    1e-9,
  );
const sums = (of) => {
  const counts = Array.from({ length: 27 }, () => new Array(27).fill(0));
  trigrams.forEach((count, place) => {
    counts[of(place)][place % 27] += count;
  });
  return counts;
};
const afterOne = sums((place) => Math.floor(place / 27) % 27);
const afterNone = sums(() => 0)[0];
trigrams.forEach((_, place) => {
  const context = place - (place % 27);
  const likely =
    0.84 * share([...trigrams.slice(context, context + 27)], place % 27) +
    0.13 * share(afterOne[Math.floor(place / 27) % 27], place % 27) +
    0.03 * share(afterNone, place % 27);
  letters += String.fromCharCode(33 + Math.min(60, Math.ceil(-Math.log2(likely) * 4)));
});

const packed = deflateRawSync(Buffer.from([LEAST, letters, ...lines].join("\n")), {
  level: 9,
}).toString("base64");
writeFileSync(`${root}/scripts/words/lexicon.b64`, `${packed}\n`);
console.log(
  `${bits.size} words, ${Math.round(packed.length / 1024)} kB, all moved by ${shift / 10} bits`,
);
