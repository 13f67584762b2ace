import { unmapped } from "../../net/address.ts";
import { socketInodes } from "./process-table.ts";
import { readConnections } from "./socket-reader.ts";
import type { Endpoint } from "./socket-table.ts";

/** An open connection to a server, as Node's sockets show it. */
export interface Connection {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/**
 * The inodes of the server's ends of connections, by our port: "0" while nobody has accepted it. What leads out of this
 * network, or is led elsewhere by the kernel, has none here.
 * @throws CannotLook.
 */
export function serverEnds(connections: readonly Connection[]): Map<number, string> {
  const wanted = new Map(
    connections.map((one) => [
      `${where(one.remoteAddress, one.remotePort)} ${where(one.localAddress, one.localPort)}`,
      one.localPort ?? 0,
    ]),
  );
  return new Map(
    readConnections().flatMap(({ inode, local, remote }): [number, string][] => {
      const port = wanted.get(`${end(local)} ${end(remote)}`);
      return port === undefined ? [] : [[port, inode]];
    }),
  );
}

/**
 * Which of these processes have taken these connections, by our port.
 * @throws CannotLook.
 */
export function takers(
  pids: readonly number[],
  connections: readonly Connection[],
): Map<number, number> {
  const ports = new Map([...serverEnds(connections)].map(([port, inode]) => [inode, port]));
  ports.delete("0");
  if (ports.size === 0) return new Map();
  return new Map(
    pids.flatMap((pid) =>
      [...(socketInodes(pid) ?? [])].flatMap((inode): [number, number][] => {
        const port = ports.get(inode);
        return port === undefined ? [] : [[port, pid]];
      }),
    ),
  );
}

const end = ({ address, port }: Endpoint): string => where(address, port);

/** The kernel's table shows no zones. */
function where(address = "", port = 0): string {
  return `${unmapped(address.replace(/%.*$/, ""))}:${port}`;
}
