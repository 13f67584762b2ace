import { withCleanup } from "./guard.ts";
import { makeNetwork, type Network } from "./network.ts";

/** Starting a server takes a core: more at once only wait for each other. */
const AT_ONCE = 2;

/** Networks that one case at a time has to itself. */
export class NetworkPool {
  readonly #all: Network[] = [];
  readonly #free: Network[] = [];
  readonly #waiting: ((network: Network) => void)[] = [];

  async open(): Promise<void> {
    for (let number = 0; number < AT_ONCE; number++) {
      const network = await makeNetwork(String(number));
      this.#all.push(network);
      this.#free.push(network);
    }
  }

  close(): void {
    for (const network of this.#all) network.remove();
  }

  /** Waits for a network; what was started on it is stopped before the next case has it, whatever happened. */
  async use<T>(body: (network: Network) => Promise<T>): Promise<T> {
    const network = this.#free.pop() ?? (await this.#next());
    const cleanup: (() => void | Promise<void>)[] = [];
    try {
      return await withCleanup(
        (act) => cleanup.push(act),
        () => body(network),
      );
    } finally {
      for (const act of cleanup.reverse()) await act();
      const next = this.#waiting.shift();
      if (next) next(network);
      else this.#free.push(network);
    }
  }

  #next(): Promise<Network> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
