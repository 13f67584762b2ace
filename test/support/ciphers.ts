const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
const MIRRORED = [...ALPHABET].reverse().join("");
/** What comes of a text if the fingers are one key too far to the right. */
const ASIDE = "snvfrghjokl;,mp[wtdyibecux";

/** What people do to a sentence so that nobody can read it. */
export const CIPHERS: Readonly<Record<string, (text: string) => string>> = {
  "in ROT13": (text) => caesar(text, 13),
  "shifted by three": (text) => caesar(text, 3),
  "shifted by 22, with hyphens": (text) => caesar(text, 22).replaceAll(" ", "-"),
  "shifted by eight, without blanks": (text) => caesar(text, 8).replaceAll(" ", ""),
  "shifted by five, in CamelCase": (text) =>
    caesar(
      text.replace(/(?:^| )(.)/g, (_, char: string) => char.toUpperCase()),
      5,
    ),
  "shifted by nine, reversed, in capitals": (text) =>
    [...caesar(text, 9)].reverse().join("").toUpperCase(),
  "in ROT13, in base64": (text) => Buffer.from(caesar(text, 13)).toString("base64"),
  mirrored: (text) => substituted(text, MIRRORED),
  "mirrored, without blanks": (text) => substituted(text, MIRRORED).replaceAll(" ", ""),
  "typed one key to the right": (text) => substituted(text, ASIDE),
  "in ROT47": (text) =>
    text.replace(/[!-~]/g, (char) =>
      String.fromCharCode(33 + ((char.charCodeAt(0) - 33 + 47) % 94)),
    ),
  "by a table of one's own": (text) => substituted(text, "qazwsxedcrfvtgbyhnujmikolp"),
};

function caesar(text: string, by: number): string {
  return substituted(text, ALPHABET.slice(by) + ALPHABET.slice(0, by));
}

function substituted(text: string, alphabet: string): string {
  return text.replace(/[a-z]/gi, (char) => {
    const other = alphabet[ALPHABET.indexOf(char.toLowerCase())] ?? char;
    return char === char.toLowerCase() ? other : other.toUpperCase();
  });
}
