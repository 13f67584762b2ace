import { endianness } from "node:os";
import { unmapped } from "../../net/address.ts";

/** One end of a TCP connection, or where a socket listens. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A TCP socket as the kernel shows it; `inode` is "0" while nobody has accepted it. */
export interface TcpSocket {
  readonly inode: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
}

/** States of proc(5) `/proc/net/tcp`, as the kernel numbers them (include/net/tcp_states.h). */
export const LISTEN = "0A";
export const ESTABLISHED = "01";
/** Of a UDP socket: it takes what anybody sends to its address, since it is connected to nobody. */
export const RECEIVES = "07";

/** Listens; proc(5) `/proc/net/unix`, `__SO_ACCEPTCON`. */
const ACCEPTS = 0x1_0000;
/** Of a UNIX socket that takes what is sent to its name, without a connection. */
const DATAGRAM = "0002";

/** The sockets of one state in the text of `/proc/net/tcp`, `udp` and the same with a 6; a mapped address comes out as IPv4. */
export function parseTcp(text: string, state: string, order = endianness()): TcpSocket[] {
  const line = new RegExp(
    `^ *\\d+: ([0-9A-F]+:[0-9A-F]{4}) ([0-9A-F]+:[0-9A-F]{4}) ${state} \\S+ \\S+ \\S+ +\\d+ +\\d+ (\\d+)`,
    "gm",
  );
  return [...text.matchAll(line)].map(([, local = "", remote = "", inode = "0"]) => ({
    inode,
    local: endpoint(local, order),
    remote: endpoint(remote, order),
  }));
}

function endpoint(hex: string, order: "LE" | "BE"): Endpoint {
  const [address = "", port = ""] = hex.split(":");
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) => {
    const four = (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    return order === "LE" ? four.reverse() : four;
  });
  return { address: addressOf(bytes), port: Number.parseInt(port, 16) };
}

function addressOf(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = bytes.flatMap((byte, at) =>
    at % 2 === 0 ? [((byte << 8) | (bytes[at + 1] ?? 0)).toString(16)] : [],
  );
  return unmapped(groups.join(":"));
}

/** A UNIX socket that listens or takes datagrams; an abstract one has a name that begins with `@`, no file and no mode (unix(7)). */
export interface UnixListener {
  readonly inode: string;
  /** As it was bound, so maybe relative to the working directory of its process. */
  readonly path: string;
}

/** How a line of `/proc/net/unix` begins; a name may hold line ends, and the kernel shows them as they are. */
const UNIX_LINE = /\n(?=[0-9a-f]+: [0-9A-F]{8} [0-9A-F]{8} [0-9A-F]{8} )/;

/** The UNIX sockets with a name that anybody may begin to talk to, in the text of `/proc/net/unix`. */
export function parseUnix(text: string): UnixListener[] {
  return text
    .replace(/\n$/, "")
    .split(UNIX_LINE)
    .map((line) => /^\S+: \S+ \S+ ([0-9A-F]{8}) (\S+) \S+ +(\d+) ([^ ].*)$/s.exec(line) ?? [])
    .filter(
      ([, flags = "0", type]) => type === DATAGRAM || (Number.parseInt(flags, 16) & ACCEPTS) !== 0,
    )
    .map(([, , , inode = "0", path = ""]) => ({ inode, path }));
}
