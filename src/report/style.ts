import { styleText } from "node:util";

/**
 * A block that is found again between other lines of a terminal: a blank line before it, its first line in colour.
 * @param coloured false if the person wants none.
 * @see https://no-color.org
 */
export function standingOut(block: string, coloured: boolean): string {
  const [first = "", ...rest] = block.split("\n");
  const shown = coloured ? styleText(["bold", "green"], first, { validateStream: false }) : first;
  return ["", shown, ...rest].join("\n");
}
