import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { dictionary } from "@zxcvbn-ts/language-common";

/** The long word list of the Electronic Frontier Foundation: 7,776 words. */
const EFF_LONG = dictionary["diceware-common"];

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PRINTABLE = Array.from({ length: 94 }, (_, code) => String.fromCharCode(33 + code)).join("");

const drawn = (length: number, from: string | readonly string[], between: string) =>
  Array.from({ length }, () => from[randomInt(from.length)]).join(between);

const capitalised = (text: string) =>
  text.replace(/[a-z]+/g, (word) => word.replace(/^./, (c) => c.toUpperCase()));

/** What machines make keys of, each a new one at every call. */
export const KEY_SHAPES: Readonly<Record<string, () => string>> = {
  "32 hexadecimal digits": () => randomBytes(16).toString("hex"),
  "32 of them as capitals": () => randomBytes(16).toString("hex").toUpperCase(),
  "64 hexadecimal digits": () => randomBytes(32).toString("hex"),
  "base64 of 24 bytes": () => randomBytes(24).toString("base64"),
  "base64 of 32 bytes": () => randomBytes(32).toString("base64"),
  "base64url of 32 bytes": () => randomBytes(32).toString("base64url"),
  "base64url of 48 bytes": () => randomBytes(48).toString("base64url"),
  "two UUIDs": () => `${randomUUID()}${randomUUID()}`,
  "two UUIDs with a blank": () => `${randomUUID()} ${randomUUID()}`,
  "40 letters and digits": () => drawn(40, ALPHANUMERIC, ""),
  "40 printable characters": () => drawn(40, PRINTABLE, ""),
  ...Object.fromEntries(
    ["-", " ", "_", ".", ",", "+", "4"].flatMap((between) => [
      [`8 words with ${between}`, () => drawn(8, EFF_LONG, between)],
      [`8 Words with ${between}`, () => capitalised(drawn(8, EFF_LONG, between))],
    ]),
  ),
  "8 WORDS": () => drawn(8, EFF_LONG, "-").toUpperCase(),
};
