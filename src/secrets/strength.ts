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

/** Session cookies are signed with it: a key that can be guessed lets anybody sign. */
export function gradeSecretKey(value: string, guesses: Guesses, others: readonly string[]): Grade {
  const weak = [
    ...(value.length < 32 ? [`it has ${value.length} characters, 32 are needed`] : []),
    ...(guesses.log10 < 18 ? ["it can be guessed"] : []),
    ...common(value, others),
  ];
  return { weak, published: isPublished(value) };
}

/** The account that may do everything. MLflow itself wants 12 characters and no more than that. */
export function gradePassword(value: string, guesses: Guesses, others: readonly string[]): Grade {
  const weak = [
    ...(value.length < 12 ? [`it has ${value.length} characters, 12 are needed`] : []),
    ...(guesses.score < 3 ? ["it can be guessed"] : []),
    ...common(value, others),
  ];
  return { weak, published: isPublished(value) };
}

function common(value: string, others: readonly string[]): string[] {
  return [
    ...(isPublished(value) ? ["it is a published sample"] : []),
    ...(isPlaceholder(value) ? ["it is a placeholder that was never filled in"] : []),
    ...(others.includes(value) ? ["another secret has the same value"] : []),
  ];
}
