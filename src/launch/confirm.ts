import { createInterface } from "node:readline";

/**
 * Asks the person to type the address that will be open. Only the exact text counts; end of file is a no.
 */
export async function confirmAddress(
  address: string,
  write: (text: string) => void,
): Promise<boolean> {
  write(`Type the address that will be open (${address}) to start, anything else to stop: `);
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    for await (const line of lines) return line === address;
    return false;
  } finally {
    lines.close();
    process.stdin.pause();
  }
}
