import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pagesIn } from "../scripts/docs/pages.ts";
import { RULES } from "../src/policy/registry.ts";
import { sentencesOf } from "./promises/sentences.ts";

const ROOT = new URL("..", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");

interface Word {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Nothing of this kind is left in `src/` either. */
  readonly src?: true;
}

/**
 * Words that have crept in before and that no native speaker would use, and what to write instead. Once `src/` has none
 * of a kind left, mark it with `src`.
 */
const WORDS: readonly Word[] = [
  { pattern: /\bmend(?:s|ed|ing)?\b/i, instead: "fix", src: true },
  { pattern: /\b(?<!there )is none\b(?! of)/i, instead: "is not a ..." },
  {
    pattern: /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b)/i,
    instead: "is not a ..., does not ... any",
  },
  { pattern: /(?<!, )\bwhoever\b/i, instead: "anyone who" },
  { pattern: /\balso (?:if|when|where)\b/i, instead: "even if" },
  { pattern: /\bwhere (?:no|nobody|none|there (?:is|are) no)\b/i, instead: "if no ..." },
  { pattern: /\bfails? where\b/i, instead: "fails if", src: true },
  { pattern: /\b(?:lies?|lay) (?:below|beside|in|on|under)\b/i, instead: "is in ..." },
  { pattern: /\bstands? (?:already|at|below|beside|in|on|there|under)\b/i, instead: "is in ..." },
  { pattern: /\b(?:an|the|a) own\b/i, instead: "its own, a ... of its own" },
  { pattern: /\banew\b/i, instead: "again, a new one" },
  { pattern: /\bbeside (?:you|root|us|him)\b/i, instead: "except you, other than you", src: true },
  { pattern: /\binside of\b/i, instead: "inside, in" },
  { pattern: /\bfor ever\b/i, instead: "forever" },
  { pattern: /\bwith a word\b/i, instead: "with a message" },
  { pattern: /\btold from\b/i, instead: "told apart from", src: true },
  { pattern: /\b(?:speaks?|spoke) of\b/i, instead: "is about, is for" },
  {
    pattern: /\ba mistake of (?:mlflow-guard|ours|this program)\b/i,
    instead: "a bug in mlflow-guard",
  },
  {
    pattern: /\bis said (?:at once|by hand|once|there)\b/i,
    instead: "you are told, it says",
    src: true,
  },
  { pattern: /\btake(?:s|n)? (?:it |them |the \w+ )away\b/i, instead: "remove" },
];

/** A sentence that begins like this has its words in another language's order. */
const BEGINNINGS: readonly Word[] = [
  {
    pattern:
      /^(?:Admitted|Approved|Known|Left out|Looked at|Missing|Taken|Tested) (?:is|are|was|were)\b/,
    instead: "... is admitted",
  },
  // Not a question in a sentence: "Who can change a file is decided by its mode."
  {
    pattern: /^Who (?:can|has|may|[a-z]+s)\b(?!.*(?:[:?]| (?:are|counts|is|was) ))/,
    instead: "anyone who",
  },
];

const PAGES = [...pagesIn(new URL(ROOT).pathname), "CHANGELOG.md", "SECURITY.md"];

/** Titles are the program's own words. */
const TITLES = new Set(RULES.map(({ title }) => title));

function wrong(text: string, words: readonly Word[]): string[] {
  return words.flatMap(({ pattern, instead }) => {
    const [found] = pattern.exec(text) ?? [];
    return found === undefined ? [] : [`"${found}" (${instead}): ${text}`];
  });
}

describe("the words of the pages", () => {
  it.each(PAGES)("are those of a native speaker: %s", (page) => {
    // What is written from a table of the program is judged with the program.
    const text = read(page).replace(/^<!-- begin[\s\S]*?^<!-- end -->$/gm, "");
    const sentences = sentencesOf(text).filter((one) => !TITLES.has(one));
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
    expect([
      ...sentences.flatMap((one) => wrong(one, [...WORDS, ...BEGINNINGS])),
      ...headings.flatMap((one) => wrong(one, WORDS)),
    ]).toEqual([]);
  });
});

describe("the words of the program", () => {
  const sources = readdirSync(new URL("src", ROOT), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts"),
  );

  it("hold none of those that are gone", () => {
    const gone = WORDS.filter(({ src }) => src);
    const found = sources.flatMap((name) => {
      // A comment and a text may go on in the next line.
      const text = read(`src/${name}`).replace(/\n\s*(?:\*|\/\/|" \+|` \+)?\s*/g, " ");
      return gone.flatMap(({ pattern }) => {
        const [word] = pattern.exec(text) ?? [];
        return word === undefined ? [] : [`src/${name}: ${word}`];
      });
    });
    expect(found).toEqual([]);
  });
});

describe("the list of words", () => {
  it.each([
    "A `.env` that lies in the folder.",
    "It is no option.",
    "Whoever has it.",
    "Also when it stops: it works also when it stops.",
    "It fails where no test notices.",
    "It makes the file anew.",
  ])("knows them in a sentence: %s", (sentence) => {
    expect(wrong(sentence, WORDS)).not.toEqual([]);
  });

  it.each([
    "There is no MLflow.",
    "It is no longer there.",
    "The file stays where it is.",
    "None of them is an option.",
    "It runs in a folder of its own.",
  ])("lets others be: %s", (sentence) => {
    expect(wrong(sentence, WORDS)).toEqual([]);
  });

  it.each([
    "Approved was what ran.",
    "Who can write it knows.",
  ])("knows how a sentence begins: %s", (sentence) => {
    expect(wrong(sentence, BEGINNINGS)).not.toEqual([]);
  });
});
