import { shellQuote } from "./quote.ts";

/** A name and the options beside it, for a shell; behind `--` where the name would be taken for an option. */
export function nameWords(name: string, options: readonly string[] = []): string[] {
  const quoted = shellQuote(name);
  return name.startsWith("-") ? [...options, "--", quoted] : [quoted, ...options];
}
