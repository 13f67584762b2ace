/** What says nothing by itself: an empty line, a heading, a rule, a comment, anchors. */
const SILENT = /^\s*$|^#{1,6} |^-{3,}$|^<!-- .* -->$|^(?:<a id="[\w-]+"><\/a>)+$/;
const BELOW_A_HEAD = /^\|[-:| ]+\|$/;
const LIST_ITEM = /^ {0,3}(?:[-*]|\d+\.) +/;
/** An item of a table of contents. */
const LEADS_ELSEWHERE = /^- \[[^\]]+\]\(#[^)]*\)$/;
const CODE_BLOCK = /^ *(`{3,})[\s\S]*?^ *\1$/gm;
const CODE_SPAN = /`[^`]*`/g;
/** A heading in front of its paragraph. */
const RUN_IN = /^\*\*[^*]+[.:]\*\* */;
/** Behind a sentence and what closes with it; three dots end none. */
const END = /(?<!^\d\.)(?<=[^.][.!?]["')*_]*) +(?=\S)/;

/** What `npm run docs` writes. */
const REGION = /^(<!-- begin: [\w-]+ -->)\n[\s\S]*?^<!-- end -->$/gm;

/** The page without the generated regions that begin with one of these lines, and those that it has. */
export function withoutRegions(
  markdown: string,
  lines: ReadonlySet<string>,
): { readonly rest: string; readonly left: readonly string[] } {
  const left: string[] = [];
  const rest = markdown.replace(REGION, (region, line: string) => {
    if (!lines.has(line)) return region;
    left.push(line);
    return "";
  });
  return { rest, left };
}

/**
 * What a page says, sentence by sentence: those of its paragraphs and list items, each in one line without
 * emphasis, and each row of a table, its cells between bars. Headings, the heads of tables, tables of contents and
 * code are left out: code is pasted by tests of its own.
 */
export function sentencesOf(markdown: string): string[] {
  return blocksOf(markdown).flatMap((block) =>
    block.startsWith("|") ? [rowOf(block)] : sentencesIn(block),
  );
}

/** Paragraphs, list items and rows of tables, each in one line. */
function blocksOf(markdown: string): string[] {
  const blocks: string[] = [];
  let open = false;
  const lines = markdown.replace(CODE_BLOCK, "").split("\n");
  for (const [at, line] of lines.entries()) {
    const code = !open && line.startsWith("    ");
    const head = [line, lines[at + 1] ?? ""].some((one) => BELOW_A_HEAD.test(one));
    if (SILENT.test(line) || LEADS_ELSEWHERE.test(line) || head || code) {
      open = false;
    } else if (!open || line.startsWith("|") || LIST_ITEM.test(line)) {
      blocks.push(line.replace(LIST_ITEM, ""));
      open = true;
    } else {
      blocks.push(`${blocks.pop()} ${line}`);
    }
  }
  return blocks
    .map((block) => block.replace(RUN_IN, "").replaceAll("**", "").replace(/ +/g, " ").trim())
    .filter((block) => block !== "");
}

/** A bar within a cell is written `\|`. */
const rowOf = (line: string) =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .join(" | ");

/** A dot in code ends no sentence. */
function sentencesIn(text: string): string[] {
  const spans = text.match(CODE_SPAN) ?? [];
  return text
    .replace(CODE_SPAN, "`")
    .split(END)
    .map((sentence) => sentence.replace(/`/g, () => spans.shift() ?? ""));
}
