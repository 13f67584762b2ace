import type { Ports } from "../ports.ts";
import type { Typed } from "../terminal/keys.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import { Interrupted, NotDone } from "./not-done.ts";

/** Somebody at a terminal, who answers or ends the command. */
export interface Person {
  /** Asks without showing what is typed. */
  readonly askHidden: (question: string) => Promise<string>;
  readonly ask: (question: string) => Promise<string>;
  readonly close: () => void;
}

/** Whoever sits at the terminal of this session; null where there is none. */
export function findPerson({ onSignal }: Pick<Ports, "onSignal">): Person | null {
  const terminal = openTerminal(onSignal);
  return terminal && personAt(terminal);
}

/** Whoever sits at this terminal. */
export function personAt(terminal: Terminal): Person {
  const ask = async (question: string, hidden: boolean) =>
    lineOf(await terminal.ask(question, hidden));
  return {
    askHidden: (question) => ask(question, true),
    ask: (question) => ask(question, false),
    close: terminal.close,
  };
}

function lineOf(typed: Typed): string {
  if (typed.kind === "line") return typed.text;
  if (typed.kind === "interrupt") throw new Interrupted();
  if (typed.kind === "unreadable")
    throw new NotDone(
      "what was typed is no text: an arrow, a tab, or not UTF-8",
      "run the command again, or give the password in a file",
    );
  throw new NotDone("nothing was typed", "run the command again");
}
