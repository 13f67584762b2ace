import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

/** Why a sentence is no promise of this program that could be broken. */
export const KINDS = {
  meaning: "what a word, a setting or a rule means",
  instruction: "what the reader does, or brings",
  reason: "why something is as it is",
  pointer: "where something is said",
  limit: "what is not done or not protected",
  MLflow: "what MLflow or another program does",
  project: "how this project is built, tested and licensed",
} as const;

/** A sentence of a page with its marks: tests that show it, or the kind that makes it no promise. */
export interface Entry {
  readonly sentence: string;
  readonly tests: readonly TestName[];
  readonly kinds: readonly string[];
}

export interface TestName {
  /** Below `test/`, without its ending. */
  readonly file: string;
  /** As it stands in the source, placeholders and all. */
  readonly title: string;
}

const TEST = /^ {2}= ([^\s:]+): (.+)$/;
const KIND = /^ {2}- (.+)$/;

/**
 * Reads a table. `# docs/guide.md` begins a page; a sentence is a line, and each line below it that is indented is a
 * mark: `= e2e/refusal: title of the test`, or `- kind`.
 * @returns the entries by page.
 * @throws {Error} for a line that is neither.
 */
export function readTable(text: string): Map<string, Entry[]> {
  const pages = new Map<string, Entry[]>();
  let entries: Entry[] = [];
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const last = entries.at(-1);
    const [test, kind] = [TEST.exec(line), KIND.exec(line)];
    if (line.startsWith("# ")) {
      entries = [];
      pages.set(line.slice(2), entries);
    } else if (!line.startsWith(" ")) {
      entries.push({ sentence: line, tests: [], kinds: [] });
    } else if (last && test) {
      const [, file = "", title = ""] = test;
      entries[entries.length - 1] = { ...last, tests: [...last.tests, { file, title }] };
    } else if (last && kind) {
      entries[entries.length - 1] = { ...last, kinds: [...last.kinds, kind[1] ?? ""] };
    } else throw new Error(`neither a page, a sentence nor a mark: ${line}`);
  }
  return pages;
}

/** Is there such a test, or a group of tests? */
export const isTest = ({ file, title }: TestName): boolean => titlesIn(file).has(title);

const known = new Map<string, ReadonlySet<string>>();

/** The titles of a file's tests and groups, as they stand in the source; none where there is no such file. */
export function titlesIn(file: string): ReadonlySet<string> {
  const titles = known.get(file) ?? readTitles(file);
  known.set(file, titles);
  return titles;
}

function readTitles(file: string): Set<string> {
  const [path] = [".test.ts", ".ts"]
    .map((ending) => new URL(`../${file}${ending}`, import.meta.url))
    .filter((url) => existsSync(url));
  const found = new Set<string>();
  if (!path) return found;
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node)) {
      const [first, ...others] = node.arguments;
      const runs = others.some((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one));
      if (first && runs && ts.isStringLiteralLike(first)) found.add(first.text);
      else if (first && runs && ts.isTemplateExpression(first))
        found.add(first.getText().slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(
    file,
    readFileSync(path, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  visit(source);
  return found;
}
