import type { Socket } from "node:net";
import type { Eye } from "../sockets/observer.ts";
import type { Asking, Proof } from "./proof.ts";
import { askAdmin, openMany, proveOn } from "./questions.ts";

/** Connections at once: more than workers that are still to be asked, since the kernel chooses who takes one. */
const MOST = 16;
const EACH = 2;
/** Milliseconds until workers that wait have taken their connections. */
const ACCEPT = 200;
const ACCEPT_POLL = 20;
/** The admin is asked about once: a busy worker is waited for. */
const ACCEPT_ADMIN = 5000;

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

/**
 * Does MLflow take the configured admin's password? It is sent on a connection that a process of the launch has taken,
 * and on no other.
 * @returns null where it gave no clear answer, "not asked" where nobody can tell who took the connection.
 */
export async function takesAdmin(asking: Asking, eye: Eye): Promise<boolean | "not asked" | null> {
  const admin = asking.expected.login?.admin;
  const [socket] = admin ? await openMany(asking, 1) : [];
  if (!admin || !socket) return null;
  const takers = await takersOf(eye, [socket], ACCEPT_ADMIN);
  if (takers.size > 0) return askAdmin(asking, socket, admin);
  socket.destroy();
  return "not asked";
}

/** Open connections by the worker that took them, for these workers only. */
async function connections(
  asking: Asking,
  eye: Eye,
  workers: readonly number[],
): Promise<Map<number, Socket[]>> {
  const sockets = await openMany(asking, Math.min(2 * workers.length + 2, MOST));
  const takers = await takersOf(eye, sockets);
  const taken = new Map<number, Socket[]>();
  for (const socket of sockets) {
    const pid = takers.get(socket.localPort ?? 0) ?? 0;
    const before = taken.get(pid) ?? [];
    if (workers.includes(pid) && before.length < EACH) taken.set(pid, [...before, socket]);
    else socket.destroy();
  }
  return taken;
}

/** Waits until all of these connections have been taken by processes of the launch, or the patience (ms) is over. */
async function takersOf(
  eye: Eye,
  sockets: readonly Socket[],
  patience = ACCEPT,
): Promise<ReadonlyMap<number, number>> {
  const end = performance.now() + patience;
  for (;;) {
    const takers = eye.takers(sockets);
    if ((takers.size === sockets.length && sockets.length > 0) || performance.now() > end)
      return takers;
    await new Promise((resolve) => setTimeout(resolve, ACCEPT_POLL));
  }
}
