import { createServer } from "node:net";
import type { Facts } from "../facts/types.ts";
import { bindLiteral } from "../plan/build-plan.ts";

/** Where MLflow is to listen. */
export interface Listener {
  readonly address: string;
  readonly port: number;
}

/** Why a port cannot be listened on. */
export interface PortProblem {
  readonly what: string;
  readonly fix: string;
}

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
  if (loopback && interfaces.length > 0 && !here) return explainMissing(address, asked);
  const also = address === "::" ? ["127.0.0.1", "::1"] : address === "0.0.0.0" ? ["127.0.0.1"] : [];
  for (const one of [address, ...also]) {
    const code = await listenOnce(one, port);
    if (code === null) continue;
    if (!isMissing(code)) return explain(one, port, code);
    if (one === address || one === asked) return explainMissing(address, one);
  }
  return null;
}

/** EAFNOSUPPORT: a kernel without IPv6 (`ipv6.disable=1`). */
function isMissing(code: string): boolean {
  return code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT";
}

function explainMissing(address: string, missing: string): PortProblem {
  const family = missing.includes(":") ? "IPv6" : "IPv4";
  const off = missing === "::1" || missing === "::" ? `: ${family} is off here` : "";
  const down = missing === "127.0.0.1" ? ": its loopback interface is down" : "";
  const what = `${missing} is no address of this machine${off}${down}. MLflow was not started.`;
  return { what, fix: INSTEAD[address] ?? "see the addresses with: ip address" };
}

const INSTEAD: Readonly<Record<string, string>> = {
  "::": "listen on every IPv4 address instead: --host 0.0.0.0",
  "::1": "use the loopback address of IPv4 instead: --host 127.0.0.1",
  "0.0.0.0": "ip link set lo up",
  "127.0.0.1": "ip link set lo up",
};

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

function explain(address: string, port: number, code: string): PortProblem {
  const where = `${address} port ${port}`;
  if (code === "EADDRINUSE") {
    return {
      what: `${where} is taken by another process. MLflow was not started.`,
      fix: "choose another: --port 5001",
    };
  }
  if (code === "EACCES") {
    return {
      what: `${where} may not be used by this user. MLflow was not started.`,
      fix: "choose one above 1023: --port 5000",
    };
  }
  return {
    what: `${where} cannot be listened on (${code}). MLflow was not started.`,
    fix: "choose another address or port",
  };
}
