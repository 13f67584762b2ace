import { isPlaceholder, isReference } from "./placeholder.ts";
import { isPublished } from "./published.ts";

/** What is wrong with a secret; an empty list is a strong one. `published` is graded apart: it has a rule of its own. */
export interface Grade {
  readonly weak: readonly string[];
  readonly published: boolean;
}

/** What a secret is for decides how strong it must be. */
export type SecretUse = "key" | "password";

/** Characters that are needed. Session cookies are signed with the key; MLflow wants 12 of the password. */
const LENGTH: Readonly<Record<SecretUse, number>> = { key: 32, password: 12 };

/**
 * Grades a secret.
 * @param guessable null if that was not looked at: it needs a table of words, which is only loaded for a secret that a
 *   stranger could try and that nothing cheaper finds weak.
 * @param others the other secrets, which must differ.
 */
export function gradeSecret(
  use: SecretUse,
  value: string,
  guessable: boolean | null,
  others: readonly string[],
): Grade {
  const published = isPublished(value);
  const characters = use === "key" ? withoutQuotes(value).length : value.length;
  const weak = [
    ...(characters < LENGTH[use]
      ? [`it has ${characters} characters, ${LENGTH[use]} are needed`]
      : []),
    ...(published ? ["it is a published sample"] : []),
    ...(isUnfilled(use, value, guessable) ? ["it is a placeholder that was never filled in"] : []),
    ...(others.includes(value) ? ["another secret has the same value"] : []),
    ...(guessable ? ["it can be guessed"] : []),
  ];
  return { weak, published };
}

/** A random key may have the look of a placeholder by chance; then nobody can guess it. */
function isUnfilled(use: SecretUse, value: string, guessable: boolean | null): boolean {
  if (isReference(value)) return true;
  return isPlaceholder(value) && (use === "password" || guessable === true);
}

/** Some env files keep the quotes around a value. They add nothing to a key. */
function withoutQuotes(value: string): string {
  return value.trim().replace(/^(["'`])(.*)\1$/s, "$2");
}
