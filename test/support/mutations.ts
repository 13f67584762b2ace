/** What people do to a text so that it looks like a key. */
export const MUTATIONS: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "in capitals": (text) => text.toUpperCase(),
  "with Capitals": (text) => text.replace(/\b[a-z]/g, (char) => char.toUpperCase()),
  "cApItAlS by turns": (text) =>
    [...text].map((char, at) => (at % 2 ? char.toUpperCase() : char.toLowerCase())).join(""),
  "with hyphens": (text) => text.replaceAll(" ", "-"),
  "with underscores": (text) => text.replaceAll(" ", "_"),
  "with dots": (text) => text.replaceAll(" ", "."),
  "without blanks": (text) => text.replaceAll(" ", ""),
  "in camelCase": (text) => text.replace(/ (.)/g, (_, char) => char.toUpperCase()),
  "in CamelCase": camel,
  "in CamelCase with a year": (text) => `${camel(text)}2026`,
  "in leet C4m3lC4s3": (text) => leet(camel(text), { a: "4", e: "3", i: "1", o: "0" }),
  "in leet": (text) => leet(text, { a: "4", e: "3", i: "1", o: "0", s: "5", t: "7" }),
  "in some leet": (text) => leet(text, { a: "@", e: "3", o: "0", s: "$", i: "!" }),
  "in leet with hyphens": (text) =>
    leet(text, { a: "4", e: "3", l: "1", o: "0" }).replaceAll(" ", "-"),
  reversed: (text) => [...text].reverse().join(""),
  "with each character twice": (text) => [...text].map((char) => char + char).join(""),
  "with each word reversed": (text) =>
    text
      .split(" ")
      .map((word) => [...word].reverse().join(""))
      .join(" "),
  twice: (text) => text + text,
  "three times": (text) => [text, text, text].join("-"),
  "in double quotes": (text) => `"${text}"`,
  "in single quotes": (text) => `'${text}'`,
  "with digits after it": (text) => `${text}123456`,
  "with a year after it": (text) => `${text}2026!`,
  "with digits before it": (text) => `007-${text}`,
  "with a number after it": (text) => `${text}-84731`,
  "in base64": (text) => Buffer.from(text).toString("base64"),
  "in hexadecimal digits": (text) => Buffer.from(text).toString("hex"),
};

function camel(text: string): string {
  return text.replace(/(?:^|[^a-z0-9]+)([a-z0-9])/gi, (_, char: string) => char.toUpperCase());
}

function leet(text: string, table: Readonly<Record<string, string>>): string {
  return text.replace(/[a-z]/gi, (char) => table[char.toLowerCase()] ?? char);
}
