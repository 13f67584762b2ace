/** A table in Markdown. A column that no row fills is left out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const filled = head.map((_, at) => rows.some((row) => row[at] !== ""));
  const line = (cells: readonly string[]) =>
    `| ${cells.filter((_, at) => filled[at]).join(" | ")} |`;
  const rule = `|${"---|".repeat(filled.filter(Boolean).length)}`;
  return [line(head), rule, ...rows.map((row) => line(row.map(cell)))].join("\n");
}

/** A bar would end the cell. */
const cell = (text: string) => text.replaceAll("|", "\\|");

export const code = (text: string) => `\`${text}\``;

export const codes = (texts: readonly string[]) => texts.map(code).join(", ");
