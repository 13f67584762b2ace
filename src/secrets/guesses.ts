import type { Guesses } from "./strength.ts";

/**
 * Estimates guesses with zxcvbn-ts. The dictionaries are loaded here and only when a secret is graded: they cost
 * more than the rest of the program.
 */
export async function loadGuesser(): Promise<(value: string) => Guesses> {
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
