import type { Facts } from "../facts/types.ts";
import type { ServerIntent } from "../intent/types.ts";
import { levelOf, urlHost } from "../net/address-class.ts";
import { hostPart } from "../policy/exposure/exposure.ts";
import type { Decision } from "../policy/types.ts";
import { originPattern } from "./origin-pattern.ts";

/** What goes into `--allowed-hosts` and `--cors-allowed-origins`; null where MLflow's default stays. */
export interface HostLists {
  readonly hosts: string;
  readonly origins: string | null;
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Any port of two or more digits: `name:*` would also match `name:x.evil.example`. */
const ANY_PORT = ":[0-9]*[0-9]";

/**
 * The strict lists: loopback names, and when exposed the addresses and names of this machine; every name the user
 * gave; each bare and with any port, since MLflow compares the Host header with its port. The bind address itself is
 * always in: MLflow's job runner calls it.
 */
export function buildHostLists(
  intent: ServerIntent,
  facts: Facts,
  decision: Decision,
  bind: string,
): HostLists {
  const { value: given } = intent.allowedHosts;
  const { value: givenOrigins } = intent.corsAllowedOrigins;
  const own = decision.exposure.level === "loopback" ? [] : machineNames(facts);
  const names = unique([...LOOPBACK_NAMES, urlHost(bind), ...own, ...given.map(nameOf)]);
  const hosts = given.includes("*")
    ? ["*"]
    : unique([...names.flatMap((name) => [name, withAnyPort(name)]), ...given]);
  const foreign = names.filter((name) => !LOOPBACK_NAMES.includes(name) && name !== "*");
  const origins = givenOrigins.includes("*")
    ? ["*"]
    : unique([...givenOrigins.flatMap(asGiven), ...foreign.flatMap(originsOf)]);
  return { hosts: hosts.join(","), origins: origins.length > 0 ? origins.join(",") : null };
}

/** Addresses and names under which other machines know this one. */
function machineNames(facts: Facts): string[] {
  const addresses = facts.interfaces
    .map(({ address }) => address)
    .filter((address) => levelOf(address) !== "loopback" && !address.includes("%"));
  // Compose and Kubernetes services are mostly called so; a sibling container sends that name.
  const service = facts.container.inside ? ["mlflow"] : [];
  return [...addresses.map(urlHost), facts.hostName, ...service];
}

function nameOf(entry: string): string {
  const host = hostPart(entry);
  return host.includes(":") ? `[${host}]` : host;
}

/** An IPv6 address as it stands in a URL, and no set of a pattern. */
const IPV6 = /^\[(?=[0-9a-f.]*:[0-9a-f:.]*\]$)/i;

/** fnmatch reads `[` as the start of a set. */
function withAnyPort(name: string): string {
  return `${name.replace(IPV6, "[[]")}${ANY_PORT}`;
}

/**
 * Each means the same to fnmatch, which MLflow compares an origin with if there is a `*` in it, and as the regular
 * expression that flask-cors takes it for, matched at the start, if there is any of `*[]?` in it; but for a name that begins with `*`, to which flask-cors gives
 * no headers.
 * @see https://github.com/corydolphin/flask-cors/blob/6.0.5/flask_cors/core.py#L389
 */
function originsOf(name: string): string[] {
  if (isPattern(name))
    return ["http", "https"].flatMap((scheme) =>
      [`${scheme}://${name}`, `${scheme}://${name}:*`].flatMap(asGiven),
    );
  // Not `[[]`, of which Python warns (FutureWarning: possible nested set); no host begins with `]`.
  const pattern = name.replace("*", "[!/]*").replace(IPV6, "[][]").replaceAll(".", "[.]");
  // `http://[fd00::1]` is the regular expression of `http://d.example`: this `*` makes MLflow take the pattern, too.
  const [bare, any] = IPV6.test(name) ? [pattern, "*"] : [name.includes("*") ? pattern : name, ""];
  return ["http", "https"].flatMap((scheme) => [
    `${scheme}${any}://${bare}`,
    `${scheme}://${pattern}${ANY_PORT}`,
  ]);
}

/** Any pattern but `*.` in front of a domain. */
function isPattern(name: string): boolean {
  return !IPV6.test(name) && /(?!^\*)[*?[\]]/.test(name);
}

function asGiven(origin: string): string[] {
  const pattern = originPattern(origin);
  return pattern === null ? [] : [pattern];
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
