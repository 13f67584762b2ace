import type { Listener, Look } from "../types.ts";
import { CannotLook, keepSpare } from "./proc.ts";
import {
  commandName,
  listPids,
  networkOf,
  pathOf,
  socketInodes,
  socketInodesOfThreads,
} from "./process-table.ts";
import { ProcessTree } from "./process-tree.ts";
import { HERE, readListening, readReceivers } from "./socket-reader.ts";
import type { Endpoint, TcpSocket, UnixListener } from "./socket-table.ts";
import { type Connection, takers } from "./takers.ts";

/** Everything is read anew after this many milliseconds, whatever the cheap signs say. */
const WHOLE_LOOK = 15_000;

/**
 * Looks at what the processes of a launch listen on. A look that finds the same members and the same sockets that
 * listen at the same addresses as the last one answers from memory: it runs all day.
 */
export class Eye {
  readonly tree: ProcessTree;
  readonly #ports: ReadonlySet<number>;
  #networks: readonly string[] = [];
  #held = new Map<number, ReadonlySet<string>>();
  /** Listening sockets that no thread of the launch held when it was searched for. */
  #foreign: ReadonlySet<string> = new Set();
  #last: { readonly look: Look; readonly seen: string; readonly at: number } | null = null;

  constructor(leader: number, mark: string, planned: readonly Endpoint[]) {
    this.tree = new ProcessTree(leader, mark);
    this.#ports = new Set(planned.map(({ port }) => port));
    keepSpare();
  }

  /**
   * Looks once; null where this system does not show its sockets, and never did.
   * @param anew believe nothing from before.
   * @throws CannotLook where it shows them, but not now.
   */
  look(now: number, anew = false): Look | null {
    const look = this.#look(now, anew);
    if (look === null && this.#last !== null) throw new CannotLook("ENOENT");
    return look;
  }

  #look(now: number, anew: boolean): Look | null {
    const whole = anew || this.#last === null || now - this.#last.at > WHOLE_LOOK;
    const changed = this.tree.refresh(whole);
    if (changed === null) return null;
    const members = this.tree.members();
    if (whole || changed) this.#networks = networks(members);
    if (whole) this.#foreign = new Set();
    const [here, ...elsewhere] = this.#networks.map(readListening);
    if (!here) return null;
    const tables = [here, ...elsewhere.filter((table) => table !== null)];
    const sockets = tables.flatMap(({ tcp }) => tcp);
    const unix = tables.flatMap((table) => table.unix);
    const seen = signature(sockets, unix);
    if (this.#last && !whole && !changed && seen === this.#last.seen) return this.#last.look;
    const look = this.#search(members, sockets, unix);
    // What is odd is searched for again at the next look: its process may not have been a member yet.
    const odd = look.foreign.length > 0 || look.blind.length > 0;
    this.#last = { look, seen: odd ? "" : seen, at: whole ? now : (this.#last?.at ?? now) };
    return look;
  }

  /** Which processes of the launch have taken these connections, by the client's port. */
  takers(connections: readonly Connection[]): Map<number, number> {
    return takers(this.tree.members(), connections);
  }

  #search(
    members: readonly number[],
    sockets: readonly TcpSocket[],
    unix: readonly UnixListener[],
  ): Look {
    const held = members.map((pid) => [pid, socketInodes(pid)] as const);
    this.#held = new Map(held.flatMap(([pid, inodes]) => (inodes ? [[pid, inodes]] : [])));
    this.#searchThreads([...sockets, ...unix]);
    const own = sockets.flatMap((socket) =>
      this.#holders(socket.inode).map((pid) => listener(socket, pid)),
    );
    const rivals = sockets.filter(
      ({ inode, local }) => this.#ports.has(local.port) && this.#holders(inode).length === 0,
    );
    const planned = sockets.filter(({ local }) => this.#ports.has(local.port));
    return {
      own,
      foreign: rivals.map((socket) => listener(socket, ownerOf(socket.inode))),
      udp: this.#networks
        .flatMap(readReceivers)
        .flatMap((socket) => this.#holders(socket.inode).map((pid) => listener(socket, pid))),
      unix: unix.flatMap(({ inode, path }) =>
        this.#holders(inode)
          .slice(0, 1)
          .map((pid) => ({ path: pathOf(pid, path), command: commandName(pid) })),
      ),
      blind: held.filter(([, inodes]) => inodes === null).map(([pid]) => pid),
      workers: this.#leaves(new Set(planned.flatMap(({ inode }) => this.#holders(inode)))),
    };
  }

  /** What nobody holds may be held by a thread alone; there are many of them, so each socket is searched for once. */
  #searchThreads(sockets: readonly { readonly inode: string }[]): void {
    const unheld = () => sockets.filter(({ inode }) => this.#holders(inode).length === 0);
    if (unheld().every(({ inode }) => this.#foreign.has(inode))) return;
    for (const [pid, inodes] of this.#held)
      this.#held.set(pid, new Set([...inodes, ...socketInodesOfThreads(pid)]));
    this.#foreign = new Set(unheld().map(({ inode }) => inode));
  }

  #holders(inode: string): number[] {
    return [...this.#held].filter(([, inodes]) => inodes.has(inode)).map(([pid]) => pid);
  }

  /** A supervisor holds the socket, too, and takes no connection: its children do. */
  #leaves(holders: ReadonlySet<number>): number[] {
    const parents = new Set([...holders].map((pid) => this.tree.parentOf(pid)));
    return [...holders].filter((pid) => !parents.has(pid));
  }
}

/** A process may take a socket back and bind it elsewhere: the inode stays, the address does not. */
function signature(sockets: readonly TcpSocket[], unix: readonly UnixListener[]): string {
  const places = sockets.map(({ inode, local }) => `${inode} ${local.address} ${local.port}`);
  return [...places, ...unix.map(({ inode, path }) => `${inode} ${path}`)].join("\n");
}

function listener({ local }: TcpSocket, pid: number): Listener {
  return { ...local, pid, command: pid === 0 ? "a process of another user" : commandName(pid) };
}

/** The folders with the socket tables of this network namespace, and of every other one that a member is in. */
function networks(members: readonly number[]): string[] {
  const here = networkOf("self");
  const elsewhere = new Map<string, string>();
  for (const pid of members) {
    const network = networkOf(pid);
    if (network !== null && network !== here) elsewhere.set(network, `/proc/${pid}/net`);
  }
  return [HERE, ...elsewhere.values()];
}

function ownerOf(inode: string): number {
  return (listPids() ?? []).find((pid) => socketInodes(pid)?.has(inode)) ?? 0;
}
