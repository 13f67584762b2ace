import { HIDDEN, shownUri } from "./uri.ts";

/** A setting in a message, in quotes: of what looks like a URI, only what may be shown. */
export function shownSetting(value: string | boolean | null | undefined): string {
  return quoted(shownValue(String(value)));
}

/**
 * A name in a message, in quotes: whatever somebody typed or a file says can neither move the cursor, nor turn the
 * writing round, nor forge a line.
 */
export function quoted(name: string): string {
  return visible(JSON.stringify(name));
}

/** Controls, marks that turn the writing round, other formatting and line ends, as escapes. */
export function visible(text: string): string {
  // Nearly every text is plain, and the classes of Unicode take long to load.
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Parameters of ODBC, libpq and JSON, what is encoded, and a scheme that is not at the beginning. */
const CONNECTION = /[;&].*=|=.*[;&]|\s\w+=|["']\s*:|%(?:3a|3d|40)|:\/\//is;

/** A value that should be no URI, and may be one all the same: in the wrong place, or half of one. */
export function shownValue(value: string): string {
  if (/^[a-z][\w+.-]*:\/\//i.test(value)) return shownUri(value);
  // As click reads `-host=ADDRESS`.
  if (/^ost=[\d.:[\]a-f]+$/i.test(value)) return value;
  const name = /^[A-Za-z_][\w.-]*(?==)/.exec(value)?.[0];
  if (name !== undefined) return `${name}=${HIDDEN}`;
  if (CONNECTION.test(value)) return HIDDEN;
  return value.replace(/^[\s\S]+@/, `${HIDDEN}@`).replace(/\?[^?]*=[\s\S]*$/, `?${HIDDEN}`);
}
