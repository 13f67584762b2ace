import { TerminalFilter } from "../launch/output/terminal-filter.ts";

/**
 * The last thing that happens to a message: whatever a renderer forgot to escape can neither move the cursor, nor turn
 * the writing round. Line ends and the launcher's own colours stay.
 */
export function harmless(text: string): string {
  const filter = new TerminalFilter();
  const bytes = [filter.pass(Buffer.from(text)), filter.end()];
  return Buffer.concat(bytes).toString();
}
