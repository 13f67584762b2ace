const GONE = "...";

/** What hides a secret in text that others wrote: URIs, query parameters, settings, HTTP credentials. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(\w:\/\/)[^\s"'<>]*@/g, `$1${GONE}@`],
  [
    /((?:^|[\s?&;,{("'])[\w.-]*(?:pass|secret|token|signature|credential|[_-]key|apikey|pwd)[\w-]*["']?\s*[=:]\s*["']?)[^\s"'&;,)}]+/gi,
    `$1${GONE}`,
  ],
  [/((?:Basic|Bearer)\s+)[\w.~+/=-]+/gi, `$1${GONE}`],
];

/** Variables with a secret in them, by name. */
const SECRET_NAME = /PASS|SECRET|TOKEN|KEY|CREDENTIAL/i;
/** Shorter values would hide ordinary words. */
const SHORTEST = 8;

/** The values of an environment that must not be shown. */
export function secretValues(environment: ReadonlyMap<string, string>): string[] {
  return [...environment]
    .filter(([name, value]) => SECRET_NAME.test(name) && value.length >= SHORTEST)
    .map(([, value]) => value);
}

/** A line of another program as it may be shown again: without these values, and without what looks like a secret. */
export function hideSecrets(line: string, values: readonly string[]): string {
  const known = values.reduce((text, value) => text.replaceAll(value, GONE), line);
  return PATTERNS.reduce((text, [pattern, shown]) => text.replace(pattern, shown), known);
}
