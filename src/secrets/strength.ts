import { isPlaceholder, isPublished } from "./published.ts";

/** What is wrong with a secret; an empty list is a strong one. `published` is graded apart: it has a rule of its own. */
export interface Grade {
  readonly weak: readonly string[];
  readonly published: boolean;
}

/** Facts that the rules of strength need of a value; computed where the heavy dictionary may be loaded. */
export interface Guesses {
  /** Base-10 logarithm of the number of guesses an attacker needs. */
  readonly log10: number;
  /** zxcvbn's score, 0 to 4. */
  readonly score: number;
}

/** What a secret is for decides how strong it must be. */
export type SecretUse = "key" | "password";

/** Characters, and whether the guesses suffice. Session cookies are signed with the key; MLflow wants 12 of the password. */
const NEEDED: Readonly<
  Record<SecretUse, { length: number; enough: (guesses: Guesses) => boolean }>
> = {
  key: { length: 32, enough: ({ log10 }) => log10 >= 18 },
  password: { length: 12, enough: ({ score }) => score >= 3 },
};

/**
 * Grades a secret.
 * @param guesses null where they were not estimated: the dictionaries are only loaded for a secret that a stranger
 *   could try and that nothing cheaper finds weak.
 * @param others the other secrets, which must differ.
 */
export function gradeSecret(
  use: SecretUse,
  value: string,
  guesses: Guesses | null,
  others: readonly string[],
): Grade {
  const { length, enough } = NEEDED[use];
  const published = isPublished(value);
  const weak = [
    ...(value.length < length ? [`it has ${value.length} characters, ${length} are needed`] : []),
    ...(published ? ["it is a published sample"] : []),
    ...(isPlaceholder(value) ? ["it is a placeholder that was never filled in"] : []),
    ...(others.includes(value) ? ["another secret has the same value"] : []),
    ...(guesses && !enough(guesses) ? ["it can be guessed"] : []),
  ];
  return { weak, published };
}
