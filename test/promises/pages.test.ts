import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sentencesOf } from "./sentences.ts";
import { type Entry, isTest, KINDS, readTable } from "./table.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const files = (folder: string, ending: string) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith(ending))
    .map((name) => folder + name);

const PAGES = ["README.md", ...files("docs/", ".md")];
const TABLE = new Map(
  files("test/promises/pages/", ".txt").flatMap((path) => [...readTable(read(path))]),
);
const entriesOf = (page: string): readonly Entry[] => TABLE.get(page) ?? [];
const decided = ({ tests, kinds }: Entry) =>
  tests.length + kinds.length > 0 && (tests.length === 0) !== (kinds.length === 0);

describe("what the pages promise", () => {
  it.each(PAGES)("is in the table, sentence by sentence: %s", (page) => {
    const said = new Set(sentencesOf(read(page)));
    const listed = new Set(entriesOf(page).map(({ sentence }) => sentence));
    expect({
      "not in the table": [...said].filter((sentence) => !listed.has(sentence)),
      "no more in the page": [...listed].filter((sentence) => !said.has(sentence)),
    }).toEqual({ "not in the table": [], "no more in the page": [] });
  });

  it.each(PAGES)("is shown by a test, or is no promise and says why: %s", (page) => {
    const entries = entriesOf(page);
    expect({
      undecided: entries.filter((entry) => !decided(entry)).map(({ sentence }) => sentence),
      "no such kind": entries.flatMap(({ kinds }) => kinds.filter((kind) => !(kind in KINDS))),
      "no such test": entries.flatMap(({ tests }) => tests.filter((test) => !isTest(test))),
    }).toEqual({ undecided: [], "no such kind": [], "no such test": [] });
  });

  it("has no table for a page that is not there", () => {
    expect([...TABLE.keys()].filter((page) => !PAGES.includes(page))).toEqual([]);
  });
});
