import { isUtf8 } from "node:buffer";

const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

/** Decodes `%XX` as Python does (urllib.parse, `unquote`): what is no escape stays as it is, what is no UTF-8 is replaced. */
export function unquote(text: string): string {
  return text.replace(ESCAPES, (escapes) => bytesOf(escapes).toString("utf8"));
}

/** Would Python put other characters in the place of these bytes? */
export function losesBytes(text: string): boolean {
  return (text.match(ESCAPES) ?? []).some((escapes) => !isUtf8(bytesOf(escapes)));
}

function bytesOf(escapes: string): Buffer {
  return Buffer.from(escapes.replaceAll("%", ""), "hex");
}
