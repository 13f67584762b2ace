import { visible } from "./quoted.ts";
import type { Secret } from "./secret.ts";
import { HIDDEN, inPythonQuotes, secretParts } from "./uri.ts";

/** What hides a secret in text that others wrote: URIs, query parameters, settings, HTTP credentials. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(\w:\/\/)[^\s"'<>]*@/g, `$1${HIDDEN}@`],
  [/([?&][\w.%-]+=)[^\s&"'<>]+/g, `$1${HIDDEN}`],
  [
    /((?:^|[\s?&;,{("'])[\w.-]*(?:pass|secret|token|signature|credential|[_-]key|apikey|pwd)[\w-]*["']?\s*[=:]\s*["']?)[^\s"'&;,)}]+/gi,
    `$1${HIDDEN}`,
  ],
  [/((?:Basic|Bearer)\s+)[\w.~+/=-]+/gi, `$1${HIDDEN}`],
];

/** Variables with a secret in them, by name. */
const SECRET_NAME = /PASS|SECRET|TOKEN|KEY|CREDENTIAL/i;

/** A shorter value is hidden where it is a word of its own; in the middle of words it would hide ordinary ones. */
const LONG = 8;

/**
 * The values of an environment that must not be shown, the longest first: of a URI, what is secret in it.
 * @param more secrets that do not come from there.
 */
export function secretValues(
  environment: ReadonlyMap<string, string>,
  more: readonly Secret[] = [],
): string[] {
  const others = more.map((secret) => secret.reveal());
  const named = [...environment]
    .filter(([name]) => SECRET_NAME.test(name))
    .map(([, value]) => value);
  const whole = [...named, ...others.filter((value) => !value.includes("://"))];
  const long = whole.filter((value) => value.length >= LONG).flatMap(spellings);
  const parts = [...environment.values(), ...others].flatMap(secretParts);
  return [...new Set([...long, ...parts])].sort((one, other) => other.length - one.length);
}

/** A value as it stands, and as programs write it: in Python's quotes, in JSON, in a URL. */
function spellings(value: string): string[] {
  // Half of a surrogate pair has no place in a URL.
  const inUrl = encodeURIComponent(value.replace(/\p{Cs}/gu, ""));
  const all = [value, inPythonQuotes(value), JSON.stringify(value).slice(1, -1), inUrl];
  return all.filter(({ length }) => length >= LONG);
}

/**
 * Words of another program as they are shown again: hidden, then escaped, then cut. Half of a secret would not be known
 * any more, and half of an escape says nothing.
 * @param values see `secretValues`. @param width characters at most.
 */
export function shownWords(text: string, values: readonly string[], width: number): string {
  const safe = visible(hideSecrets(text, values));
  if (safe.length <= width) return safe;
  return safe.slice(0, width).replace(/\\(?:u(?:\{[\da-f]*)?)?$|[\ud800-\udbff]$/, "");
}

/** A line of another program as it may be shown again: without these values, and without what looks like a secret. */
export function hideSecrets(line: string, values: readonly string[]): string {
  const known = values.reduce(hideValue, line);
  return PATTERNS.reduce((text, [pattern, shown]) => text.replace(pattern, shown), known);
}

function hideValue(text: string, value: string): string {
  if (!text.includes(value)) return text;
  if (value.length >= LONG) return text.replaceAll(value, HIDDEN);
  const literal = value.replace(/[^\w\s]/g, "\\$&");
  return text.replace(new RegExp(`(?<!\\w)${literal}(?!\\w)`, "g"), HIDDEN);
}
