import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CATALOGUE_IDS } from "../../src/catalogue.ts";
import { sentencesOf, withoutRegions } from "./sentences.ts";
import { type Entry, isTest, KINDS, readTable, titlesIn } from "./table.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const files = (folder: string, ending: string) =>
  readdirSync(new URL(folder, ROOT), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => folder + name);

const CATALOGUE_PAGES = CATALOGUE_IDS.map((id) => `docs/rules/${id}.md`);
const ID_PAGES = files("docs/rules/", ".md");
const RULE_PAGES = ID_PAGES.filter((page) => !CATALOGUE_PAGES.includes(page));
const PAGES = ["README.md", ...files("docs/", ".md")];

/** What several of the pages of rules, violations and failed starts say alike. */
const SHARED = "docs/rules/*.md";

/**
 * What a rule sees and when it speaks is shown by the rule's own test, which every rule has, and what finds a violation
 * or failed start by the test of the catalogue; where it was read is no promise. The sentences of these sections are in
 * the table, as those of all other pages are.
 */
const IN_TABLE = ["Why it matters", "How to fix it"];

function saidBy(page: string): ReadonlySet<string> {
  const text = read(page);
  if (!ID_PAGES.includes(page)) {
    // What is written from a table of the program may be listed as a whole, by the line that begins it.
    const { rest, left } = withoutRegions(text, new Set(sentencesFor(page)));
    return new Set([...sentencesOf(rest), ...left]);
  }
  const sections = text.split(/^## /m).filter((one) => IN_TABLE.includes(one.split("\n")[0] ?? ""));
  // What keeps a server from starting need not say why that matters.
  if (RULE_PAGES.includes(page)) expect(sections).toHaveLength(2);
  expect(sections.at(-1)).toMatch(/^How to fix it\n/);
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
    const elsewhere = ID_PAGES.includes(page) ? shared : new Set();
    expect({
      "not in the table": [...said].filter((one) => !listed.has(one) && !elsewhere.has(one)),
      "no more in the page": [...listed].filter((one) => !said.has(one)),
    }).toEqual({ "not in the table": [], "no more in the page": [] });
  });

  it("is said by several pages where it is said to be", () => {
    const said = ID_PAGES.map(saidBy);
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

  it("is shown by the test of the catalogue, where it tells what finds it", () => {
    const shown = { file: "catalogue", title: "has %s, which something in the code finds" };
    expect([CATALOGUE_PAGES.length > 0, isTest(shown)]).toEqual([true, true]);
  });

  it("has no table for a page that is not there", () => {
    expect([...TABLE.keys()].filter((page) => ![...PAGES, SHARED].includes(page))).toEqual([]);
  });
});
