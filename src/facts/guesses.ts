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
  const guess = await loadGuesser();
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
 * Estimates guesses with zxcvbn-ts. The dictionaries are loaded here and only when a secret is graded: they cost
 * more than the rest of the program.
 */
async function loadGuesser(): Promise<(value: string) => Guesses> {
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
    const result = zxcvbn.check(value);
    return { log10: result.guessesLog10, score: result.score };
  };
}
