import type { Ports } from "../ports.ts";
import { openTerminal } from "../terminal/terminal.ts";

type Asking = Pick<Ports, "err" | "onSignal">;

/**
 * Asks the person to type the address that will be open. Only the exact text counts, typed after the question; end of
 * file is a no.
 */
export async function confirmAddress(address: string, asking: Asking): Promise<boolean> {
  const question = `Type the address that will be open (${address}) to start, anything else to stop: `;
  return (await readAnswer(question, asking)) === address;
}

/** Asks the person a question whose usual answer is yes: Enter is one. Everything unclear is a no, as is end of file. */
export async function confirmUsual(question: string, asking: Asking): Promise<boolean> {
  const answer = await readAnswer(`${question} [Y/n] `, asking);
  return answer !== null && /^(?:y|yes)?$/i.test(answer.trim());
}

/** What is typed up to Enter; null where there is no such line. */
async function readAnswer(question: string, { err, onSignal }: Asking): Promise<string | null> {
  const terminal = openTerminal(onSignal, err);
  if (terminal === null) return null;
  try {
    const typed = await terminal.ask(question, false);
    return typed.kind === "line" ? typed.text : null;
  } finally {
    terminal.close();
  }
}
