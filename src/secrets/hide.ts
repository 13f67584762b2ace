import type { Secret } from "./secret.ts";
import { HIDDEN, secretParts } from "./uri.ts";

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
  const parts = [...environment.values(), ...others].flatMap(secretParts);
  return [...new Set([...whole.filter((value) => value.length >= LONG), ...parts])].sort(
    (one, other) => other.length - one.length,
  );
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
