import { FOREIGN_HOSTS } from "../../mlflow/login/proof-routes.ts";
import { REJECTED_HOST, WORKER_DIED } from "../../mlflow/start-failures.ts";

/** How many of the last lines are kept, and how much of each: far more than is shown, see `bounded`. */
const KEPT = 40;
const LONGEST = 16_384;

/** Names that are told at once, and milliseconds until one more may be: strangers who knock with many use up no hint for good. */
const NAMES = 3;
const ANOTHER = 600_000;

/** Who is told what MLflow's lines say. */
export interface Listening {
  readonly workerDied: () => void;
  /** A client asked for the server by a name that is not on the list; once for each name, few at a time. */
  readonly rejectedHost: (name: string) => void;
}

/** Reads what MLflow writes: its last lines, workers that ended, names that it rejects. */
export class ReadAlong {
  readonly #listening: Listening;
  readonly #names = new Set<string>(FOREIGN_HOSTS);
  readonly #last: string[] = [];
  readonly #now: () => number;
  readonly #since: number;

  /** @param now milliseconds of a clock that only goes forward. */
  constructor(listening: Listening, now: () => number = () => performance.now()) {
    this.#listening = listening;
    this.#now = now;
    this.#since = now();
  }

  /** Takes a line. */
  see(line: string): void {
    if (line === "") return;
    this.#last.push(bounded(line));
    if (this.#last.length > KEPT) this.#last.shift();
    if (WORKER_DIED.test(line)) this.#listening.workerDied();
    const name = REJECTED_HOST.exec(line)?.[1];
    if (name !== undefined) this.#rejected(name);
  }

  get lastLines(): readonly string[] {
    return this.#last;
  }

  #rejected(name: string): void {
    const most = FOREIGN_HOSTS.length + NAMES + (this.#now() - this.#since) / ANOTHER;
    if (this.#names.has(name) || this.#names.size + 1 > most) return;
    this.#names.add(name);
    this.#listening.rejectedHost(name);
  }
}

/**
 * A line whose secrets can still be told by what is around them. Whoever shows it hides them first and cuts then; what
 * is lost here ends at a blank, so that no half of a URI is left.
 */
function bounded(line: string): string {
  return line.length <= LONGEST ? line : line.slice(0, line.lastIndexOf(" ", LONGEST) + 1);
}
