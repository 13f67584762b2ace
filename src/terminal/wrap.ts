/** Columns of a terminal that nobody has to widen. */
const WIDTH = 80;

/**
 * Shows any text safely: control characters and everything outside ASCII as escapes, so that a value can neither
 * move the cursor nor look like another.
 */
export function printable(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Wraps prose behind a label; later lines are indented, by default under the first word. */
export function labelled(label: string, text: string, indent = label.length): string[] {
  const lines: string[] = [];
  let line = label;
  for (const word of printable(text).split(/\s+/)) {
    const first = line === label || line.trim() === "";
    if (!first && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(indent) + word;
    } else line += first ? word : ` ${word}`;
  }
  return [...lines, line];
}
