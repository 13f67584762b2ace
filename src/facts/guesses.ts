import type { Grader } from "../secrets/key/strong-key.ts";
import { ADMIN_PASSWORD, variableOf } from "../secrets/names.ts";
import { gradeSecret, type SecretUse } from "../secrets/strength.ts";
import type { Facts, SecretFact } from "./types.ts";

/**
 * Grades the secrets again, now by whether they can be guessed. Nothing is loaded if something cheaper has found a
 * weakness in each already: the refusal does not wait for it.
 */
export async function withGuesses(facts: Facts): Promise<Facts> {
  const { secretKey, adminPassword, kekPassphrase, coveredSecrets } = facts;
  const present = [secretKey, adminPassword, kekPassphrase, ...coveredSecrets];
  const secrets = present.filter((fact) => fact !== null);
  const settled = ({ grade }: SecretFact) => grade.weak.length > 0;
  if (secrets.every(settled)) return facts;
  const isGuessable = await loadGuesser(["mlflow", "admin", facts.adminUsername, facts.hostName]);
  const graded = async (fact: SecretFact): Promise<SecretFact> => {
    if (settled(fact)) return fact;
    const use: SecretUse = fact.name === ADMIN_PASSWORD ? "password" : "key";
    const value = fact.secret.reveal();
    const own = withoutWords(value, others(secrets, fact));
    return { ...fact, grade: gradeSecret(use, value, await isGuessable(use, own), []) };
  };
  return {
    ...facts,
    secretKey: secretKey && (await graded(secretKey)),
    adminPassword: adminPassword && (await graded(adminPassword)),
    kekPassphrase: kekPassphrase && (await graded(kekPassphrase)),
    coveredSecrets: await Promise.all(coveredSecrets.map(graded)),
  };
}

/** Whoever learns one secret must not have another by it: the others, written either way round. */
function others(secrets: readonly SecretFact[], { name }: SecretFact): string[] {
  return secrets
    .filter((one) => variableOf(one.name) !== variableOf(name))
    .map(({ secret }) => secret.reveal())
    .filter((value) => value.length >= SHORTEST_OTHER)
    .flatMap((value) => [value, [...value].reverse().join("")]);
}

/** A shorter one may stand in another by chance. */
const SHORTEST_OTHER = 8;

/**
 * Unpacks the table of words that tells what a machine made from what a person thought of.
 * @param known words that an attacker of this very server tries first.
 */
export async function loadGuesser(
  known: readonly string[],
): Promise<(use: SecretUse, value: string) => Promise<boolean>> {
  const grader = (await import("../secrets/key/strong-key.ts")).loadGrader();
  return async (use, value) =>
    use === "key" ? !grader.isStrongKey(value) : isGuessablePassword(value, known, grader);
}

/** Of zxcvbn's 4 points: 10^8 guesses. */
const ENOUGH = 3;

/** Is a password worth too few of zxcvbn's points? One that a machine made does without it. */
async function isGuessablePassword(
  value: string,
  known: readonly string[],
  { isRandomPassword }: Grader,
): Promise<boolean> {
  const rest = withoutWords(value, known);
  if ([...new Set([value, rest])].every(isRandomPassword)) return false;
  const score = (await import("../secrets/password/score.ts")).loadScore();
  return score(value, known) < ENOUGH || score(rest) < ENOUGH;
}

/** What is left to guess once these words are known, the longest taken out first. */
function withoutWords(value: string, words: readonly string[]): string {
  return words
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[^\w]/g, "\\$&"))
    .reduce((rest, pattern) => rest.replace(new RegExp(pattern, "gi"), ""), value);
}
