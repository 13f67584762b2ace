import { parse } from "dotenv";
import { decodeUtf8 } from "../../files/utf8.ts";
import type { UsageProblem } from "../types.ts";

/** One variable of an env file and the line it begins on (from 1). */
export interface EnvFileEntry {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  /** How many lines it takes; a quoted value may hold line breaks. */
  readonly span: number;
}

/** A problem of an env file; `mentions` is the line, to tell whether it is about MLflow at all. */
export interface EnvFileProblem extends UsageProblem {
  readonly mentions: string;
}

export interface EnvFile {
  readonly entries: readonly EnvFileEntry[];
  readonly problems: readonly EnvFileProblem[];
}

const NAME = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/;
const QUOTED = /^(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`)[ \t]*(?:#[^\n]*)?(?:\n|$)/;

/**
 * Reads a dotenv file of which every reader makes the same.
 *
 * MLflow would read it with python-dotenv, this program reads it with dotenv; they differ in unquoted `#`, `${...}`,
 * `K: v` and broken lines. Such lines are problems with a line number, never a silent loss.
 * @param bytes the file as it is on disk; a UTF-8 byte order mark is accepted.
 */
export function parseEnvFile(bytes: Uint8Array, file: string): EnvFile {
  const text = decodeUtf8(bytes);
  if (text === null || text.includes("\0")) {
    return problem(
      file,
      1,
      "is not UTF-8 text",
      "save it as UTF-8 (PowerShell writes UTF-16 by default)",
    );
  }
  const lines = splitEntries(text.replace(/\r\n?/g, "\n"), file);
  const values = parse(text);
  const problems = [...lines.problems];
  const entries: EnvFileEntry[] = [];
  for (const { name, line, span, raw } of lines.entries) {
    const bad = Object.hasOwn(values, name)
      ? ambiguity(name, raw)
      : { what: "is read by no dotenv reader", fix: QUOTE_IT };
    if (bad)
      problems.push({
        what: `${file}:${line}: ${name} ${bad.what}`,
        fix: bad.fix,
        mentions: name,
      });
    else entries.push({ name, value: String(values[name]), line, span });
  }
  return { entries, problems };
}

function problem(file: string, line: number, what: string, fix: string): EnvFile {
  return {
    entries: [],
    problems: [{ what: `${file}:${line}: ${what}`, fix, mentions: "MLFLOW_" }],
  };
}

interface RawEntry {
  readonly name: string;
  readonly line: number;
  readonly span: number;
  readonly raw: string;
}

/** Cuts the text into assignments; a quoted value may span lines. */
function splitEntries(
  text: string,
  file: string,
): { entries: RawEntry[]; problems: EnvFileProblem[] } {
  const entries: RawEntry[] = [];
  const problems: EnvFileProblem[] = [];
  let line = 1;
  let rest = text;
  while (rest.length > 0) {
    const end = entryEnd(rest);
    const chunk = rest.slice(0, end);
    const match = NAME.exec(chunk);
    const span = chunk.trimEnd().split("\n").length;
    if (match?.[1])
      entries.push({ name: match[1], line, span, raw: chunk.slice(match[0].length).trimEnd() });
    else if (!/^\s*(?:#[^\n]*)?\s*$/.test(chunk)) {
      problems.push({
        what: `${file}:${line}: this line is no NAME=value`,
        fix: "fix the line, or put # in front of it",
        mentions: chunk,
      });
    }
    line += chunk.split("\n").length - 1;
    rest = rest.slice(end);
  }
  return { entries, problems };
}

/** Where the entry at the start of `text` ends: the end of its line, or of its quoted value. */
function entryEnd(text: string): number {
  const name = NAME.exec(text);
  const quoted = name ? QUOTED.exec(text.slice(name[0].length)) : null;
  return name && quoted ? name[0].length + quoted[0].length : lineEnd(text);
}

function lineEnd(text: string): number {
  const at = text.indexOf("\n");
  return at === -1 ? text.length : at + 1;
}

interface Ambiguity {
  readonly what: string;
  readonly fix: string;
}

const QUOTE_IT = "put the value in single quotes";

/** Why two dotenv readers would not agree on this value; null where they do. */
function ambiguity(name: string, raw: string): Ambiguity | null {
  const quoted = /^['"`]/.test(raw);
  const ours = name.startsWith("MLFLOW_");
  if (quoted && !QUOTED.test(raw)) {
    return {
      what: "has a quote that is never closed, or words behind it",
      fix: "close the quote at the end of the value",
    };
  }
  if (raw.startsWith("`"))
    return { what: "is in backticks, which MLflow does not take as quotes", fix: QUOTE_IT };
  if (!quoted && /(?:^|\S)#/.test(raw)) {
    return { what: "has an unquoted #, which one reader cuts and another keeps", fix: QUOTE_IT };
  }
  if (ours && /\$\{/.test(raw)) {
    return {
      what: "holds ${...}, which one reader expands and another keeps",
      fix: "write the value out",
    };
  }
  if (ours && quoted && raw.includes("\\")) {
    const what = "holds a backslash in quotes, which readers unescape differently";
    return { what, fix: `export ${name} in the environment instead` };
  }
  return null;
}
