import { type Options, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs } from "@zxcvbn-ts/language-common";
import { openRankedWords, type RankedWords } from "./ranked-words.ts";

/** More characters are not looked at together: the time grows with their square. */
const LENGTH = 40;

/** zxcvbn's points, 0 to 4, of a password whose guesser knows these words. */
export type Score = (password: string, known?: readonly string[]) => number;

/** Makes zxcvbn ready; what a password's first or last 40 characters are worth, it is worth. */
export function loadScore(): Score {
  const zxcvbn = withRankedWords(openRankedWords());
  const points = (part: string, known: readonly string[] | undefined) =>
    zxcvbn.check(part, known && [...known]).score;
  return (password, known) => {
    const first = points(password.slice(0, LENGTH), known);
    if (password.length <= LENGTH || first === 4) return first;
    return Math.max(first, points(password.slice(-LENGTH), known));
  };
}

/** zxcvbn would make its own objects of all lists at once, which takes longer than the rest of the program. */
function withRankedWords({ lists, longest }: RankedWords): ZxcvbnFactory {
  const zxcvbn = new ZxcvbnFactory({ graphs: adjacencyGraphs });
  const { options } = zxcvbn as unknown as { readonly options: Options };
  Object.assign(options, { rankedDictionaries: lists, rankedDictionariesMaxWordSize: longest });
  return zxcvbn;
}
