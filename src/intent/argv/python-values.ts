/**
 * Values as Python and click read them.
 * @see https://github.com/pallets/click/blob/8.1.7/src/click/types.py (BoolParamType, IntParamType)
 */

const TRUE_WORDS = new Set(["1", "true", "t", "yes", "y", "on"]);
const FALSE_WORDS = new Set(["0", "false", "f", "no", "n", "off"]);

/** A boolean as click reads it from a variable; null where click would refuse the text. */
export function parseBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : null;
}

/**
 * An integer as `int()` reads it, in ASCII: sign, blanks around, `_` between digits. Other digits that Python
 * knows are not understood here, so they are refused instead of guessed.
 */
export function parseInteger(text: string): number | null {
  const match = /^[ \t\n\v\f\r]*([+-]?[0-9]+(?:_[0-9]+)*)[ \t\n\v\f\r]*$/.exec(text);
  const value = match?.[1] === undefined ? Number.NaN : Number(match[1].replaceAll("_", ""));
  return Number.isSafeInteger(value) ? value : null;
}
