import { createServer } from "node:net";
import type { Facts } from "../facts/types.ts";
import { bindLiteral } from "../plan/build-plan.ts";

/** Where MLflow is to listen. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

/** Why a port cannot be listened on; `report/failed-starts.ts` has the words. */
export type PortProblem =
  | ({ readonly id: "port-taken" | "port-not-allowed" } & Listener)
  /** `error` is the system's code. */
  | ({ readonly id: "port-unusable"; readonly error: string } & Listener)
  /** `wanted` is where MLflow was to listen, `missing` the address that is not here. */
  | { readonly id: "address-missing"; readonly wanted: string; readonly missing: string };

/** Where a wildcard is asked whether it works; without that address nobody could see what it answers. */
const ASKED_AT: Readonly<Record<string, string>> = { "::": "::1", "0.0.0.0": "127.0.0.1" };

/**
 * Tries the address before MLflow does, since MLflow exits 0 when its port is taken. A wildcard is tried on the
 * loopback addresses too: another process there would answer in MLflow's place.
 */
export async function tryPort(
  { address, port }: Listener,
  interfaces: Facts["interfaces"],
): Promise<PortProblem | null> {
  const asked = ASKED_AT[address] ?? address;
  // A server may still be bound to the address of an interface that is down; nobody can ask it there.
  const loopback = asked === "127.0.0.1" || asked === "::1";
  const here = interfaces.some((one) => one.address === asked);
  if (loopback && interfaces.length > 0 && !here) return isNotHere(address, asked);
  const also = address === "::" ? ["127.0.0.1", "::1"] : address === "0.0.0.0" ? ["127.0.0.1"] : [];
  for (const one of [address, ...also]) {
    const code = await listenOnce(one, port);
    if (code === null) continue;
    if (!isMissing(code)) return problemOf(one, port, code);
    if (one === address || one === asked) return isNotHere(address, one);
  }
  return null;
}

/** EAFNOSUPPORT: a kernel without IPv6 (`ipv6.disable=1`). */
function isMissing(code: string): boolean {
  return code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT";
}

function isNotHere(wanted: string, missing: string): PortProblem {
  return { id: "address-missing", wanted, missing };
}

/** The address that MLflow will be given; for `--port 0` with a port that is free now. */
export async function chooseListener(facts: Facts, port: number): Promise<Listener> {
  const address = bindLiteral(facts.bind.addresses);
  return { address, port: port === 0 ? await pickPort(address) : port };
}

function pickPort(address: string): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    // An address that is not here is found out when the port is tried.
    server.once("error", () => resolve(0));
    server.listen({ host: address, port: 0 }, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === "object" && bound ? bound.port : 0));
    });
  });
}

function listenOnce(address: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen({ host: address, port, exclusive: true }, () =>
      server.close(() => resolve(null)),
    );
  });
}

function problemOf(address: string, port: number, error: string): PortProblem {
  if (error === "EADDRINUSE") return { id: "port-taken", address, port };
  if (error === "EACCES") return { id: "port-not-allowed", address, port };
  return { id: "port-unusable", address, port, error };
}
