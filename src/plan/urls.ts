import { hasTls } from "../intent/server-options.ts";
import type { ServerIntent } from "../intent/types.ts";
import { isWildcard, levelOf, urlHost } from "../net/address-class.ts";
import type { Decision } from "../policy/types.ts";
import type { LaunchPlan } from "./types.ts";

/** The address for clients, and the one for the launcher's own question on this machine. */
export function buildUrls(
  intent: ServerIntent,
  decision: Decision,
  address: string,
  port: number,
): Pick<LaunchPlan, "url" | "probeUrl"> {
  const prefix = String(intent.options.get("static-prefix")?.value ?? "");
  const tls = hasTls(intent);
  const build = (host: string) => `${tls ? "https" : "http"}://${urlHost(host)}:${port}${prefix}`;
  const local = address === "::" ? "::1" : isWildcard(address) ? "127.0.0.1" : address;
  const reached = decision.exposure.addresses.find(
    (one) => levelOf(one) !== "loopback" && !one.includes("%"),
  );
  return { url: build(isWildcard(address) ? (reached ?? local) : address), probeUrl: build(local) };
}
