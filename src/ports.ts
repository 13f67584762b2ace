import type { Resolver } from "./facts/machine/network.ts";

/**
 * What a signal asks for: an end, log files opened anew after a rotation, a pause (Ctrl-Z). `fatal` are those that ask
 * for nothing and end a process that does not listen.
 */
export type SignalKind = "stop" | "reopen" | "suspend" | "fatal";

/** The process, as far as the program may touch it; only `main.ts` makes one from the real process. */
export interface Ports {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly uid: number;
  readonly pid: number;
  readonly ppid: number;
  /** The Node that runs the program. */
  readonly node: string;
  /** The day as it is now, UTC. */
  readonly today: () => string;
  readonly stdinIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly resolver: Resolver;
  /** Writes at once, also when the program is about to end. False where not all of it arrived. */
  readonly out: (text: string) => boolean;
  /** The same for what nobody can show again: a stdout that was closed takes nothing, though Node puts /dev/null there. */
  readonly secretOut: (text: string) => boolean;
  readonly err: (text: string) => void;
  /** Draws at a terminal: the launcher's own words and control sequences, nothing that came from outside. */
  readonly draw: (text: string) => void;
  /** Calls back for each signal of this kind until the returned function is called. */
  readonly onSignal: (kind: SignalKind, listener: (signal: NodeJS.Signals) => void) => () => void;
  /**
   * Calls back for an error that nobody caught, until the returned function is called; the last listener alone. Without
   * this it would end the program in the middle of what it does.
   */
  readonly onFault: (listener: (error: unknown) => void) => () => void;
  /** Ends the program at once, with this exit code; what was started is ended by its guardian. */
  readonly abort: (code: number) => void;
}
