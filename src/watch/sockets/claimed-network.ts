import { readFileSync } from "node:fs";
import { readOwnNetwork } from "../../facts/machine/own-network.ts";
import type { NetworkFact } from "../../facts/types.ts";
import { contradictionIn } from "../../policy/exposure/claims.ts";
import type { Violation } from "../types.ts";
import { CannotLook, look } from "./proc.ts";

/** Times in a row that nobody can look or ask: the launcher may be short of files or processes. */
const UNANSWERED = 10;

/** What changes with the links of this network, with their addresses, and with the routes that make addresses local. */
const SIGNS = ["dev", "if_inet6", "fib_trie"];

/**
 * The network of a container, as the approval of a server was based on it: a claim about what the host publishes holds
 * for as long as nobody connects the container to another network.
 */
export class ClaimedNetwork {
  readonly #python: string;
  #seen: string | null = null;
  #asking = false;
  #unanswered = 0;

  /** @param python MLflow's own, which asks the kernel. */
  constructor(python: string) {
    this.#python = python;
  }

  /**
   * Asks the kernel where something has changed since it was last asked.
   * @returns what contradicts the claim; null where nothing does, or where it is not known yet.
   */
  async look(): Promise<Violation | null> {
    const signs = readSigns();
    if (this.#asking || (signs !== null && signs === this.#seen)) return null;
    this.#asking = true;
    try {
      const network = signs === null ? UNSEEN : await readOwnNetwork(this.#python);
      this.#unanswered = network.looked ? 0 : this.#unanswered + 1;
      if (!network.looked && this.#unanswered < UNANSWERED) return null;
      this.#seen = signs;
      const against = contradictionIn(network);
      // Nobody reaches a container that was taken off its network.
      if (against === null || against.code === "no-link") return null;
      return { id: "claimed-network-changed", against };
    } finally {
      this.#asking = false;
    }
  }
}

const UNSEEN: NetworkFact = { looked: false };

/** Null where they cannot be read now. */
function readSigns(): string | null {
  try {
    return SIGNS.map(read).join("\n");
  } catch (error) {
    if (error instanceof CannotLook) return null;
    throw error;
  }
}

/** Of the links their names alone: the rest of each line counts bytes. */
function read(name: string): string {
  const seen = look(() => readFileSync(`/proc/self/net/${name}`, "utf8"));
  const text = seen.kind === "known" ? seen.value : "";
  return name === "dev" ? text.replace(/:.*$/gm, "") : text;
}
