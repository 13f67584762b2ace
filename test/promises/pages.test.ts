import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sentencesOf } from "./sentences.ts";
import { type Entry, isTest, KINDS, readTable, titlesIn } from "./table.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const files = (folder: string, ending: string) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith(ending))
    .map((name) => folder + name);

const RULE_PAGES = files("docs/rules/", ".md");
const PAGES = ["README.md", ...files("docs/", ".md"), ...RULE_PAGES];

/** What several rule pages say alike. */
const SHARED = "docs/rules/*.md";

/**
 * What a rule sees and when it speaks is shown by the rule's own test, which every rule has; where it was read is no
 * promise. The sentences of these sections are in the table, as those of all other pages are.
 */
const IN_TABLE = ["Why", "How to fix it"];

function saidBy(page: string): ReadonlySet<string> {
  const text = read(page);
  if (!RULE_PAGES.includes(page)) return new Set(sentencesOf(text));
  const sections = text.split(/^## /m).filter((one) => IN_TABLE.includes(one.split("\n")[0] ?? ""));
  expect(sections).toHaveLength(IN_TABLE.length);
  return new Set(sections.flatMap((one) => sentencesOf(`## ${one}`)));
}

const TABLE = new Map(
  files("test/promises/pages/", ".txt").flatMap((path) => [...readTable(read(path))]),
);
const entriesOf = (page: string): readonly Entry[] => TABLE.get(page) ?? [];
const sentencesFor = (page: string) => entriesOf(page).map(({ sentence }) => sentence);
const isDecided = ({ tests, kinds }: Entry) => (tests.length === 0) !== (kinds.length === 0);

describe("what the pages promise", () => {
  const shared = new Set(sentencesFor(SHARED));

  it.each(PAGES)("is in the table, sentence by sentence: %s", (page) => {
    const said = saidBy(page);
    const listed = new Set(sentencesFor(page));
    const elsewhere = RULE_PAGES.includes(page) ? shared : new Set();
    expect({
      "not in the table": [...said].filter((one) => !listed.has(one) && !elsewhere.has(one)),
      "no more in the page": [...listed].filter((one) => !said.has(one)),
    }).toEqual({ "not in the table": [], "no more in the page": [] });
  });

  it("is said by several rules where it is said to be", () => {
    const said = RULE_PAGES.map(saidBy);
    const alone = [...shared].filter((one) => said.filter((page) => page.has(one)).length < 2);
    expect(alone).toEqual([]);
  });

  it.each([...PAGES, SHARED])("is shown by a test, or is no promise and says why: %s", (page) => {
    const entries = entriesOf(page);
    expect({
      undecided: entries.filter((entry) => !isDecided(entry)).map(({ sentence }) => sentence),
      "no such kind": entries.flatMap(({ kinds }) => kinds.filter((kind) => !(kind in KINDS))),
      "no such test": entries.flatMap(({ tests }) => tests.filter((test) => !isTest(test))),
    }).toEqual({ undecided: [], "no such kind": [], "no such test": [] });
  });

  it.each(
    RULE_PAGES,
  )("is shown by the rule's own test, where it tells what it sees: %s", (page) => {
    const [, id] = /([\w-]+)\.md$/.exec(page) ?? [];
    // When it speaks, and when it is silent.
    expect(titlesIn(`rules/${id}`).size).toBeGreaterThan(1);
  });

  it("has no table for a page that is not there", () => {
    expect([...TABLE.keys()].filter((page) => ![...PAGES, SHARED].includes(page))).toEqual([]);
  });
});
