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

/**
 * Tries the address before MLflow does, since MLflow exits 0 when its port is taken. A wildcard is tried on the
 * loopback addresses too: another process there would answer in MLflow's place.
 */
export async function tryPort({ address, port }: Listener): Promise<PortProblem | null> {
  const also = address === "::" ? ["127.0.0.1", "::1"] : address === "0.0.0.0" ? ["127.0.0.1"] : [];
  for (const one of [address, ...also]) {
    const code = await listenOnce(one, port);
    if (code !== null && !(one !== address && code === "EADDRNOTAVAIL"))
      return explain(one, port, code);
  }
  return null;
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
  if (code === "EADDRNOTAVAIL") {
    return {
      what: `${address} is no address of this machine. MLflow was not started.`,
      fix: "see the addresses with: ip address",
    };
  }
  return {
    what: `${where} cannot be listened on (${code}). MLflow was not started.`,
    fix: "choose another address or port",
  };
}
