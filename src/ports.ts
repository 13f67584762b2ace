import type { Resolver } from "./facts/network.ts";

/** The process, as far as the program may touch it; only `main.ts` makes one from the real process. */
export interface Ports {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly uid: number;
  readonly pid: number;
  readonly ppid: number;
  /** UTC. */
  readonly today: string;
  readonly stdinIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly resolver: Resolver;
  /** Writes at once, also when the program is about to end. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Calls back for each signal until the returned function is called. */
  readonly onSignal: (listener: (signal: NodeJS.Signals) => void) => () => void;
  /** Calls back for each SIGUSR1: the files of a log were rotated. */
  readonly onReopen: (listener: () => void) => () => void;
}
