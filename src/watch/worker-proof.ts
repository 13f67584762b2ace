import type { Socket } from "node:net";
import type { Eye } from "./eye.ts";
import type { Asking, Proof } from "./proof.ts";
import { openMany, proveOn } from "./stranger.ts";

/** Connections at once: more than workers that are still to be asked, since the kernel chooses who takes one. */
const MOST = 16;
const EACH = 2;
/** Milliseconds until workers that wait have taken their connections. */
const ACCEPT = 200;
const ACCEPT_POLL = 20;

export interface WorkerProof {
  readonly proof: Proof;
  /** Workers that took no connection yet, so nobody knows what they would answer. */
  readonly missed: readonly number[];
}

/** Waits until every worker takes connections, and asks nothing: with no login there is nothing to ask. */
export async function settleWorkers(asking: Asking, eye: Eye, deadline: number): Promise<void> {
  const settled = new Set<number>();
  for (;;) {
    const missed = (eye.look(performance.now())?.workers ?? []).filter((pid) => !settled.has(pid));
    if (missed.length === 0 || performance.now() > deadline) return;
    for (const [pid, sockets] of await connections(asking, eye, missed)) {
      settled.add(pid);
      for (const socket of sockets) socket.destroy();
    }
  }
}

/**
 * Asks each worker, since one that started later may have read another configuration. Who took a connection is seen
 * in the socket table while it is open; connections that others took are closed without a word, so that nobody's
 * access log fills.
 * @param asked the workers that have answered; those that do now are added.
 * @param deadline by the monotonic clock, in milliseconds.
 */
export async function proveWorkers(
  asking: Asking,
  eye: Eye,
  asked: Set<number>,
  deadline: number,
): Promise<WorkerProof> {
  let questions = 0;
  for (;;) {
    const missed = (eye.look(performance.now())?.workers ?? []).filter((pid) => !asked.has(pid));
    const nothing = { violation: null, unanswered: [], warnings: [], asked: questions };
    if (missed.length === 0 || performance.now() > deadline) return { proof: nothing, missed };
    const taken = await connections(asking, eye, missed);
    const proof = await proveOn(asking, [...taken.values()].flat());
    questions += proof.asked;
    if (proof.violation) return { proof: { ...proof, asked: questions }, missed };
    if (proof.unanswered.length === 0) for (const pid of taken.keys()) asked.add(pid);
  }
}

/** Open connections by the worker that took them, for these workers only. */
async function connections(
  asking: Asking,
  eye: Eye,
  workers: readonly number[],
): Promise<Map<number, Socket[]>> {
  const sockets = await openMany(asking, Math.min(2 * workers.length + 2, MOST));
  const takers = await takersOf(eye, asking.port, sockets);
  const taken = new Map<number, Socket[]>();
  for (const socket of sockets) {
    const pid = takers.get(socket.localPort ?? 0) ?? 0;
    const before = taken.get(pid) ?? [];
    if (workers.includes(pid) && before.length < EACH) taken.set(pid, [...before, socket]);
    else socket.destroy();
  }
  return taken;
}

async function takersOf(
  eye: Eye,
  port: number,
  sockets: readonly Socket[],
): Promise<ReadonlyMap<number, number>> {
  const clients = sockets.flatMap(({ localPort }) => localPort ?? []);
  const end = performance.now() + ACCEPT;
  for (;;) {
    const takers = eye.takers(port, clients);
    if ((takers.size === clients.length && clients.length > 0) || performance.now() > end)
      return takers;
    await new Promise((resolve) => setTimeout(resolve, ACCEPT_POLL));
  }
}
