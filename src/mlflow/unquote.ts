/** Decodes `%XX` as Python does (urllib.parse, `unquote`): what is no escape stays as it is, what is no UTF-8 is replaced. */
export function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}
