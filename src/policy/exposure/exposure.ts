import type { Facts } from "../../facts/types.ts";
import { settingName } from "../../intent/origin-name.ts";
import type { Origin, ServerIntent } from "../../intent/types.ts";
import { isWildcard, type Level, levelOf, widest } from "../../net/address-class.ts";
import { readBindHost } from "../../net/bind-host.ts";
import { shownValue } from "../../secrets/quoted.ts";
import type { Exposure, Reason } from "../types.ts";
import { isLoginAtProxy, readClaims } from "./claims.ts";

/**
 * The widest of all addresses that the server would listen on or be reached by. Claims of the operator lower it only
 * where the machine bears them out.
 */
export function readExposure(intent: ServerIntent, facts: Facts): Exposure {
  const bind = bindReach(intent, facts);
  const named = namesReach(intent);
  const { claims, untrue } = readClaims(intent, facts);
  const reached = [
    ...(claims.length > 0 ? [] : [bind]),
    ...(claims.some(isLoginAtProxy) ? [] : named),
  ];
  return {
    level: reached.length > 0 ? widest(reached.map((reach) => reach.level)) : "loopback",
    bindLevel: bind.level,
    requested: facts.bind.kind === "literal" ? facts.bind.address : requestedHost(intent),
    port: intent.port.value,
    addresses: bind.addresses,
    because: [
      bind.because,
      ...named.map((reach) => reach.because),
      ...claims.map((claim): Reason => ({ code: "claim", claim })),
    ],
    claims,
    untrue,
  };
}

/** Do requests of others arrive from this very machine? On loopback only a proxy or tunnel here can bring them. */
export function isForwardedHere({ bindLevel, level, claims }: Exposure): boolean {
  return bindLevel === "loopback" && (level !== "loopback" || claims.some(isLoginAtProxy));
}

interface Reach {
  readonly level: Level;
  readonly because: Reason;
}

function requestedHost(intent: ServerIntent): string {
  return shownValue(intent.host.value);
}

function bindReach(
  intent: ServerIntent,
  { bind, interfaces }: Facts,
): Reach & { addresses: string[] } {
  const host = requestedHost(intent);
  if (bind.kind === "not-understood") {
    const { reason } = bind;
    return { level: "public", addresses: [], because: { code: "not-understood", host, reason } };
  }
  if (bind.addresses.length === 0)
    return { level: "public", addresses: [], because: { code: "does-not-resolve", host } };
  const level = widest(bind.addresses.map(levelOf));
  if (bind.addresses.some(isWildcard)) {
    const addresses = bind.addresses.flatMap((address) =>
      isWildcard(address) ? interfaceAddresses(address, interfaces) : [address],
    );
    return { level, addresses, because: { code: "every-interface" } };
  }
  const name = bind.kind === "name" ? bind.name : null;
  const addresses = [...bind.addresses];
  return { level, addresses, because: { code: "addresses", name, addresses, level } };
}

/** Addresses that MLflow would be given and no interface of this machine has; a kernel may let it listen there all the same. */
export function absentAddresses({ bind, interfaces }: Facts): string[] {
  const here = new Set(interfaces.map(({ address }) => address));
  // Where nothing can be seen, nothing is missing.
  if (here.size === 0) return [];
  return bind.addresses.filter(
    (one) => !isWildcard(one) && levelOf(one) !== "loopback" && !here.has(one),
  );
}

/** Every address of this machine that a wildcard stands for, the ones that others reach first. */
function interfaceAddresses(wildcard: string, interfaces: Facts["interfaces"]): string[] {
  return interfaces
    .map(({ address }) => address)
    .filter((address) => wildcard === "::" || !address.includes(":"))
    .sort((a, b) => Number(levelOf(a) === "loopback") - Number(levelOf(b) === "loopback"));
}

/** Names that are not local say that somebody forwards strangers here. */
function namesReach(intent: ServerIntent): Reach[] {
  const { value, origin } = intent.allowedHosts;
  return value
    .map((name) => ({ name, level: levelOfHostHeader(name) }))
    .filter(({ level }) => level !== "loopback")
    .map(({ name, level }) => ({
      level,
      because: { code: "forwarded-name", origin, name },
    }));
}

/** Does an entry of the host list stand for this machine alone? */
export function isLocalName(entry: string): boolean {
  return levelOfHostHeader(entry) === "loopback";
}

/** The level of an entry of the host list: `localhost`, `[::1]:5000`, `10.0.0.7`; every other name is public. */
function levelOfHostHeader(entry: string): Level {
  const host = hostPart(entry);
  if (host === "0.0.0.0") return "loopback";
  const read = readBindHost(host);
  return read.kind === "literal" ? levelOf(read.address) : "public";
}

/** The host of an entry without its port, without brackets. */
export function hostPart(entry: string): string {
  return (
    /^\[([^\]]*)\](?::.*)?$/.exec(entry)?.[1] ??
    entry.replace(/:[^:]*$/, (port) => (entry.indexOf(":") === entry.lastIndexOf(":") ? "" : port))
  );
}

/** How an origin is named in a sentence. */
export function describeOrigin(origin: Origin): string {
  if (origin.kind === "flag") return `${origin.name} (command line)`;
  if (origin.kind === "env") return `${origin.name} (environment)`;
  if (origin.kind === "file") return settingName(origin);
  return `${origin.name} (default)`;
}
