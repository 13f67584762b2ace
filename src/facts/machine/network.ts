import { existsSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { readBindHost } from "../../net/bind-host.ts";
import type { BindFact, InterfaceAddress } from "../types.ts";

/** Looks a name up as the child would; an empty list where it does not resolve. */
export type Resolver = (name: string) => Promise<readonly string[]>;

/** The system's own look-up (getaddrinfo), hosts file included. */
export const systemResolver: Resolver = async (name) => {
  try {
    const { lookup } = await import("node:dns/promises");
    const found = await lookup(name, { all: true, order: "verbatim" });
    return found.map(({ address }) => address);
  } catch {
    return [];
  }
};

/** Reads a bind address and resolves a name once, so that nothing can change between check and bind. */
export async function readBindFact(host: string, resolver: Resolver): Promise<BindFact> {
  const read = readBindHost(host);
  if (read.kind === "literal") return { ...read, addresses: [read.address] };
  if (read.kind === "name") return { ...read, addresses: await resolver(read.name) };
  return { ...read, addresses: [] };
}

export function readInterfaces(): InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address }) => ({ interface: name, address })),
  );
}

/**
 * Looks for the marks of a container.
 * @param environment the launcher's own, never what an env file says.
 */
export function readInside(environment: Readonly<Record<string, string | undefined>>): boolean {
  return (
    existsSync("/.dockerenv") ||
    existsSync("/run/.containerenv") ||
    Boolean(environment.container || environment.KUBERNETES_SERVICE_HOST)
  );
}

/** Small inits that containers put in front (`docker run --init`, `ENTRYPOINT ["tini", "--"]`). */
const INITS = ["tini", "docker-init", "dumb-init", "catatonit"];

/** Is the parent a container's init? Then Docker's ten seconds to stop are ours, too. */
export function readUnderInit(parent: number): boolean {
  if (parent !== 1) return false;
  try {
    return INITS.includes(readFileSync("/proc/1/comm", "utf8").trim());
  } catch {
    return false;
  }
}
