import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { look, type Seen } from "./proc.ts";
import {
  ESTABLISHED,
  LISTEN,
  parseTcp,
  parseUnix,
  RECEIVES,
  type TcpSocket,
  type UnixListener,
} from "./socket-table.ts";

/** The socket tables of the launcher's own network. */
export const HERE = "/proc/self/net";

/** Bytes; about a line, so that the kernel searches little beyond what is taken (net/ipv4/tcp_ipv4.c, `TMPSZ`). */
const PIECE = 150;

/** What listens in one network. */
export interface Listening {
  readonly tcp: readonly TcpSocket[];
  readonly unix: readonly UnixListener[];
}

/**
 * Reads what listens in a network.
 * @param root its folder below /proc.
 * @returns null where this system does not show it, or where the network is gone.
 * @throws CannotLook.
 */
export function readListening(root: string): Listening | null {
  const tcp = look(() => readListeners(root));
  if (tcp.kind !== "known") return null;
  return { tcp: tcp.value, unix: parseUnix(textOf(look(() => read(`${root}/unix`)))) };
}

/** The UDP sockets in a network that take what anybody sends them; UDP-Lite (udplite(7)) has tables of its own. */
export function readReceivers(root: string): TcpSocket[] {
  return ["udp", "udp6", "udplite", "udplite6"].flatMap((name) =>
    parseTcp(textOf(look(() => read(`${root}/${name}`))), RECEIVES),
  );
}

/** The connections of the launcher's own network. */
export function readConnections(): TcpSocket[] {
  return ["tcp", "tcp6"].flatMap((name) =>
    parseTcp(textOf(look(() => read(`${HERE}/${name}`))), ESTABLISHED),
  );
}

/**
 * Linux shows first what listens, then every connection, and for that it goes through a table with half a million rows
 * on a machine with much memory: it takes 5 ms, as often as it is asked. So the reading ends where the connections
 * begin, and a family that has no socket at all is not asked (`TCP6: inuse`). Only Linux itself has these counters; what
 * stands in for it (gVisor) may sort otherwise, and is read to the end.
 */
function readListeners(root: string): TcpSocket[] {
  const counted = textOf(look(() => read(`${root}/sockstat6`)));
  const take = counted === "" ? read : readHead;
  const first = parseTcp(take(`${root}/tcp`), LISTEN);
  if (/^TCP6: inuse 0$/m.test(counted)) return first;
  return [...first, ...parseTcp(textOf(look(() => take(`${root}/tcp6`))), LISTEN)];
}

/** A line at a time, up to the first one that does not listen. */
function readHead(path: string): string {
  const fd = openSync(path, "r");
  const piece = Buffer.alloc(PIECE);
  let text = "";
  try {
    for (;;) {
      const length = readSync(fd, piece, 0, PIECE, null);
      text += piece.toString("latin1", 0, length);
      const [, ...lines] = text.split("\n").slice(0, -1);
      const last = lines.at(-1);
      if (length === 0 || (last && parseTcp(last, LISTEN).length === 0)) return text;
    }
  } finally {
    closeSync(fd);
  }
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}

function textOf(seen: Seen<string>): string {
  return seen.kind === "known" ? seen.value : "";
}
