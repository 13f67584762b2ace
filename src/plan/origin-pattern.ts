/** With none of these a word is a literal, to MLflow (`*` only) and to flask-cors (`probably_regex`). */
const HINT = /[*?[\](){}|\\^$]/;

/** `http://[fd00::2]:5000`: scheme, address, port. */
const IPV6_ORIGIN = /^[a-z]+:\/\/\[[0-9a-f:.]+\](?::\d+)?$/i;

/** A set that both read alike, without a range that is none. */
const SET = /\[(?:0-9|a-z|\w)+\]/gi;

/** A pattern of an origin that begins with something certain. */
const PATTERN = /^[a-z]{2}[\w.:/*?-]*$/i;

/**
 * One word that means the origin `entry` to both of its readers, and nothing else. MLflow compares with fnmatch if
 * there is a `*` in the word. flask-cors, which gets the same list and lets pages read with the person's credentials,
 * takes a word with any of `*[]?()$^\` for a regular expression that is matched at the start only: `http://[fd00::2]`
 * would admit `http://d.example`, and `http://nb.example:*` would admit `http://nb.example.evil.example`.
 *
 * @param entry an exact origin, or a pattern with `*` and `?`, as MLflow documents it.
 * @returns null for what no origin of a web page can match (`https://(a|b).example`). Of a pattern with a set,
 * flask-cors is told nothing: no page may read.
 * @see https://github.com/corydolphin/flask-cors/blob/6.0.5/flask_cors/core.py#L389
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/security_utils.py#L106
 */
export function originPattern(entry: string): string | null {
  if (!HINT.test(entry)) return entry;
  // `[][]` is a set of both brackets to both; of `[[]` Python warns.
  if (IPV6_ORIGIN.test(entry)) return forBoth(entry, entry.replace("[", "[][]"));
  const pattern = entry.replace(/\*+/g, "*").replace(/^\*/, "http*");
  if (!PATTERN.test(pattern.replace(SET, ""))) return null;
  return forBoth(pattern, pattern.replaceAll("?", "[!/]"), !pattern.includes("["));
}

/**
 * `[!]|expression$|(?#*...)]rest`: fnmatch reads a set up to the second `]`, negated, of everything but the first
 * character of the origin, then the rest. As a regular expression it is `[!]`, or the expression, or a `]` and the
 * rest, of which only the expression can match an origin.
 */
function forBoth(origin: string, glob: string, mayRead = true): string {
  const first = origin.slice(0, 1);
  const expression = [...origin].map((char) => expressionOf(char, first)).join("");
  return `[!]|${mayRead ? `${expression}$|` : ""}(?#*${othersThan(first)})]${glob.slice(1)}`;
}

/** Octal where a character would close the set, begin a range in it, or be the one that is not in it. */
function expressionOf(char: string, first: string): string {
  if (char === "*") return ".*";
  if (char === "?") return ".";
  if (/[a-z0-9:/]/i.test(char) && char !== first) return char;
  return `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
}

/** All of printable ASCII but one letter, as ranges. */
function othersThan(letter: string): string {
  const code = letter.charCodeAt(0);
  return `!-${String.fromCharCode(code - 1)}${String.fromCharCode(code + 1)}-~`;
}
