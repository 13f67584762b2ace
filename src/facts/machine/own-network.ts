import NETWORK from "../../programs/network.py";
import { answerOf } from "../../start-process.ts";
import type { NetworkFact } from "../types.ts";

/** Milliseconds; the kernel answers at once, and Python starts in some thirty. */
const PATIENCE = 5000;

/** Where a Python may be that is no MLflow's. */
const SYSTEM_PYTHONS = ["/usr/bin/python3", "/usr/local/bin/python3"];

/**
 * The links and addresses of the network namespace that the server would be started in.
 * @param python the interpreter of the MLflow that would be launched; without one, the system's is asked.
 * @returns `looked: false` where nobody could ask the kernel; the caller must not take that for "none".
 */
export async function readOwnNetwork(python: string | null): Promise<NetworkFact> {
  for (const one of python === null ? SYSTEM_PYTHONS : [python, ...SYSTEM_PYTHONS]) {
    // Isolated and without site-packages: nothing but the standard library runs.
    const words = ["-I", "-S", "-c", NETWORK];
    const text = await answerOf(one, words, { cwd: "/", env: {}, timeout: PATIENCE });
    if (text !== null) return { looked: true, ...JSON.parse(text) };
  }
  return { looked: false };
}
