/** The text of these bytes, without a byte order mark; null where they are no UTF-8, so that no other text is read. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
