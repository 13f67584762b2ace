import { type Guesses, gradeSecret, type SecretUse } from "../secrets/strength.ts";
import type { Facts, SecretFact } from "./types.ts";

/**
 * Grades the secrets again, now by how many guesses they take. Nothing is loaded where something cheaper has found a
 * weakness already: the refusal does not wait for it.
 */
export async function withGuesses(facts: Facts): Promise<Facts> {
  const secrets = [facts.secretKey, facts.adminPassword].filter((fact) => fact !== null);
  const settled = ({ grade }: SecretFact) => grade.weak.length > 0;
  if (secrets.every(settled)) return facts;
  const guess = await loadGuesser(["mlflow", "admin", facts.adminUsername, facts.hostName]);
  const graded = (use: SecretUse, fact: SecretFact | null): SecretFact | null => {
    if (!fact || settled(fact)) return fact;
    const value = fact.secret.reveal();
    return { ...fact, grade: gradeSecret(use, value, guess(value), []) };
  };
  return {
    ...facts,
    secretKey: graded("key", facts.secretKey),
    adminPassword: graded("password", facts.adminPassword),
  };
}

/**
 * Estimates guesses with zxcvbn-ts.
 *
 * The dictionaries are loaded here and only when a secret is graded: they cost more than the rest of the program.
 * @param known words that an attacker of this very server tries first.
 */
export async function loadGuesser(known: readonly string[]): Promise<(value: string) => Guesses> {
  const [core, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const zxcvbn = new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (value) => {
    const results = [zxcvbn.check(value, [...known]), zxcvbn.check(withoutWords(value, known))];
    return {
      log10: Math.min(...results.map(({ guessesLog10 }) => guessesLog10)),
      score: Math.min(...results.map(({ score }) => score)),
    };
  };
}

/** What is left to guess once these words are known, the longest taken out first. */
function withoutWords(value: string, words: readonly string[]): string {
  return words
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[^\w]/g, "\\$&"))
    .reduce((rest, pattern) => rest.replace(new RegExp(pattern, "gi"), ""), value);
}
