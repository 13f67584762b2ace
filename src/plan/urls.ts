import { hasTls } from "../intent/argv/server-options.ts";
import type { ServerIntent } from "../intent/types.ts";
import { isWildcard, levelOf, urlHost } from "../net/address-class.ts";
import type { Decision } from "../policy/types.ts";
import type { Expectations } from "./types.ts";

type Place = Pick<Expectations, "tls" | "address" | "prefix">;

/** A server by the address at which everything is asked. */
export function localUrl({ tls, address, prefix }: Place, port: number): string {
  return `${tls ? "https" : "http"}://${urlHost(address)}:${port}${prefix}`;
}

/** Where a server is asked whether it runs. */
export function healthUrl(place: Place, port: number): string {
  return `${localUrl(place, port)}/health`;
}

/** Where a client finds the server; of a wildcard, an address that other machines reach. */
export function clientUrl(
  intent: ServerIntent,
  decision: Decision,
  address: string,
  port: number,
): string {
  const prefix = intent.staticPrefix?.value ?? "";
  const local = address === "::" ? "::1" : "127.0.0.1";
  const reached = decision.exposure.addresses.find(
    (one) => levelOf(one) !== "loopback" && !one.includes("%"),
  );
  const host = isWildcard(address) ? (reached ?? local) : address;
  return `${hasTls(intent) ? "https" : "http"}://${urlHost(host)}:${port}${prefix}`;
}
