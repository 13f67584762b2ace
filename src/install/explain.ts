import { shownWords } from "../secrets/hide.ts";
import { CAUSES } from "./causes.ts";
import type { Circumstances, Explanation } from "./fixes.ts";
import { again } from "./request.ts";

/** Why pip or uv failed, as far as its lines tell, and what fixes it. Pure. */
export function explainFailure(
  lines: readonly string[],
  circumstances: Circumstances,
): Explanation {
  // uv breaks its lines where a terminal ends.
  const text = lines.join("\n").replace(/\n\s+(?:\|\s+)?/g, " ");
  for (const { sign, explain } of CAUSES) {
    const found = sign.exec(text);
    if (found) return explain(found, circumstances);
  }
  const { tool, request } = circumstances;
  const pip = "without uv on PATH, venv and pip are taken";
  return {
    what: `${tool} failed; its last lines stand above`,
    fix: tool === "uv" ? `${again(request)}\n${pip}` : again(request),
  };
}

/** Characters of a line that are shown. */
const WIDTH = 200;

/** The lines that say why, at most six, not too long. */
export function tellingLines(lines: readonly string[]): string[] {
  const retry = lines.findLast((line) => RETRY.test(line));
  const some = lines.filter((line) => line.trim() !== "" && (line === retry || !RETRY.test(line)));
  const telling = some.filter((line) => line === retry || TELLING.test(line));
  return (telling.length > 0 ? telling : some)
    .slice(-6)
    .map((line) => shownWords(line.trim().replace(RETRY, ""), [], WIDTH));
}

/** pip says at each attempt why the one before failed, and not at the end. */
const RETRY = /^WARNING: Retrying .*? after /;
const TELLING =
  /error|fail|caus|certificate|denied|could not|no matching|not found|hash|expected|got|because|space|from https?:/i;
