// The words and passwords that guessers try first, in the form in which one is found fastest: dist/passwords.txt.
//
// They are those of the zxcvbn-ts packages (MIT). The first line is JSON: the short lists, whole, such as the months. Each
// other line is a word of any long list, a tab, and its best rank to the base of 36, sorted by bytes: what counts is the
// least number of guesses.
import { dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";

/** A shorter list may be a sequence, whose words are guessed in their order. */
const LONG = 100;

export function packedPasswords() {
  const lists = Object.entries({ ...common, ...english });
  const best = new Map();
  for (const [, words] of lists.filter(([, words]) => words.length > LONG)) {
    // A word that comes twice has its last rank, as in zxcvbn.
    for (const [word, rank] of new Map(words.map((word, at) => [word, at + 1]))) {
      best.set(word, Math.min(rank, best.get(word) ?? Infinity));
    }
  }
  const lines = [...best].map(
    // One byte a character: what is read is compared without decoding it.
    ([word, rank]) => `${Buffer.from(word).toString("latin1")}\t${rank.toString(36)}`,
  );
  const short = Object.fromEntries(lists.filter(([, words]) => words.length <= LONG));
  return Buffer.from(`${[JSON.stringify(short), ...lines.sort()].join("\n")}\n`, "latin1");
}
