import { createInterface } from "node:readline";

/**
 * Asks the person to type the address that will be open. Only the exact text counts; end of file is a no.
 */
export async function confirmAddress(
  address: string,
  write: (text: string) => void,
): Promise<boolean> {
  write(`Type the address that will be open (${address}) to start, anything else to stop: `);
  return (await readLine()) === address;
}

/** Asks the person a question whose usual answer is yes: Enter is one. Everything unclear is a no, as is end of file. */
export async function confirmUsual(
  question: string,
  write: (text: string) => void,
): Promise<boolean> {
  write(`${question} [Y/n] `);
  const answer = await readLine();
  if (answer === null) write("\n");
  return answer !== null && /^(?:y|yes)?$/i.test(answer.trim());
}

/** What is typed up to Enter; null at the end of the file. */
async function readLine(): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    for await (const line of lines) return line;
    return null;
  } finally {
    lines.close();
    process.stdin.pause();
  }
}
