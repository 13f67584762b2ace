/** Columns of a terminal that nobody has to widen. */
const WIDTH = 80;

/**
 * Shows any text safely: control characters and everything outside ASCII as escapes, so that a value can neither
 * move the cursor nor look like another.
 */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\n]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Wraps prose behind a label; later lines are indented under the first word. */
export function labelled(label: string, text: string): string[] {
  const indent = " ".repeat(label.length);
  const lines: string[] = [];
  let line = label;
  for (const word of printable(text).split(/\s+/)) {
    const joined = line.trimEnd() === line.trimStart().trimEnd() && line.endsWith(" ") ? line + word : `${line} ${word}`;
    const next = line === label || line === indent ? line + word : joined;
    if (next.length > WIDTH && line.trim() !== "" && line !== label) {
      lines.push(line);
      line = indent + word;
    } else line = next;
  }
  return [...lines, line];
}
