// The words of scripts/words/lexicon.b64 in the form in which they are found fastest: dist/lexicon.bin.
//
// First a byte for each three letters: quarter bits of the third after the other two, padded to a multiple of four. Then
// the words as a graph whose paths are words, equal ends shared. Each edge is four bytes, little-endian: the letter in
// bits 0 to 4; in 5 to 10 what the word that ends here is worth, 0 for none; in 11 whether it is the last one of its
// place; above, the first edge of the place it leads to, 0 for none. The first 26 edges begin the words.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

const LIST = fileURLToPath(new URL("words/lexicon.b64", import.meta.url));

const code = (letter) => letter.charCodeAt(0) - 97;

export function packedLexicon() {
  const text = inflateRawSync(Buffer.from(readFileSync(LIST, "latin1"), "base64"));
  const [least, letters, ...lines] = text.toString("latin1").split("\n");
  const bits = Buffer.alloc(Math.ceil(letters.length / 4) * 4);
  for (let at = 0; at < letters.length; at += 1) bits[at] = letters.charCodeAt(at) - 33;
  return Buffer.concat([bits, packed(placesOf(wordsIn(lines), Number(least)))]);
}

/** Each word and its mark, as scripts/words.js has written them. */
function* wordsIn(lines) {
  for (const [number, line] of lines.entries()) {
    let last = String.fromCharCode(97 + Math.floor(number / 26), 97 + (number % 26));
    for (const [, shared, rest, mark] of line.matchAll(/([A-Z])([a-z]*)([ -@])/g)) {
      last = last.slice(0, shared.charCodeAt(0) - 63) + rest;
      yield [last, mark.charCodeAt(0)];
    }
  }
}

/** Twice the bits, and one more if the word is in the list that passphrases are drawn from. */
function placesOf(words, least) {
  const first = { value: 0, next: [] };
  for (const [word, mark] of words) {
    let place = first;
    for (const letter of word) place = place.next[code(letter)] ??= { value: 0, next: [] };
    place.value = 2 * ((mark % 16) + least) + Number(mark < 48);
  }
  return first;
}

function packed(first) {
  const edges = new Array(26).fill(0);
  const known = new Map();
  const edgesOf = ({ next }) => {
    const letters = Object.keys(next).map(Number);
    return letters.map((letter) => {
      const last = letter === letters.at(-1) ? 1 : 0;
      return (
        ((placeOf(next[letter]) << 12) | (last << 11) | (next[letter].value << 5) | letter) >>> 0
      );
    });
  };
  const placeOf = (place) => {
    const mine = edgesOf(place);
    const name = mine.join();
    if (mine.length > 0 && !known.has(name)) known.set(name, edges.push(...mine) - mine.length);
    return known.get(name) ?? 0;
  };
  for (const edge of edgesOf(first)) edges[edge % 32] = edge;
  return Buffer.from(Uint32Array.from(edges).buffer);
}
