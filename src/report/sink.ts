import { TerminalFilter } from "../launch/output/terminal-filter.ts";
import type { Ports } from "../ports.ts";

/**
 * The last thing that happens to a message: whatever a renderer forgot to escape can neither move the cursor, nor turn
 * the writing round. Line ends and the launcher's own colours stay.
 */
export function harmless(text: string): string {
  const filter = new TerminalFilter();
  const bytes = [filter.pass(Buffer.from(text)), filter.end()];
  return Buffer.concat(bytes).toString();
}

/** The same process; what a terminal would obey is left out of all that is said. */
export function withSink(ports: Ports): Ports {
  return {
    ...ports,
    out: (text) => ports.out(harmless(text)),
    err: (text) => ports.err(harmless(text)),
  };
}
