import type { ContainerFact, Facts, Link, NetworkFact } from "../../facts/types.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { canonicalAddress } from "../../net/address.ts";
import { hostOfUrl, isWildcard, levelOf, widest } from "../../net/address-class.ts";
import { shownUrl } from "../../secrets/uri.ts";
import type { Claim, Contradiction, Exposure, NetworkContradiction } from "../types.ts";

/** The claims that count, and those that the machine contradicts. One that does not apply is neither. */
export function readClaims(
  intent: ServerIntent,
  facts: Facts,
): Pick<Exposure, "claims" | "untrue"> {
  const said = [...published(intent, facts), ...behindProxy(intent, facts)];
  return {
    claims: said.flatMap(({ claim, against }) => (against === null ? [claim] : [])),
    untrue: said.flatMap(({ claim, against }) =>
      against === null ? [] : [{ claim: claim.code, contradiction: against }],
    ),
  };
}

/** The option that makes a claim. */
export const CLAIM_OPTION = {
  "published-on-loopback": "guard-published",
  "login-at-proxy": "guard-behind-proxy",
} satisfies Record<Claim["code"], string>;

/** Whoever forwards names here says who asks for the login; that a port is published on loopback does not. */
export function isLoginAtProxy({ code }: Claim): boolean {
  return code === "login-at-proxy";
}

interface Said {
  readonly claim: Claim;
  readonly against: Contradiction | null;
}

function published(intent: ServerIntent, { bind, container }: Facts): Said[] {
  if (intent.published === null || !bind.addresses.some(isWildcard)) return [];
  return [{ claim: { code: "published-on-loopback" }, against: contradictionOf(container) }];
}

function behindProxy(intent: ServerIntent, facts: Facts): Said[] {
  const url = intent.behindProxy?.value;
  if (url === undefined) return [];
  const claim: Claim = { code: "login-at-proxy", url: shownUrl(url) };
  return [{ claim, against: againstProxy(url, intent.port.value, facts) }];
}

function againstProxy(url: string, port: number, facts: Facts): Contradiction | null {
  const { bind, container } = facts;
  const { addresses } = bind;
  if (!isHttpUrl(url)) return { code: "no-url" };
  if (addresses.length === 0) return { code: "no-addresses" };
  if (isServer(new URL(url), port, facts)) return { code: "itself" };
  return widest(addresses.map(levelOf)) === "loopback" ? null : contradictionOf(container);
}

/** Is what is said to be in front of the server the server? A proxy may have the same port on another address. */
function isServer(url: URL, port: number, { bind, interfaces }: Facts): boolean {
  if (Number(url.port || (url.protocol === "https:" ? 443 : 80)) !== port) return false;
  const host = hostOfUrl(url);
  const here = /^(?:.+\.)?localhost\.?$/.test(host) || isWildcard(host);
  const named = here ? ["127.0.0.1", "::1"] : [canonicalAddress(host) ?? ""];
  const own = bind.addresses.some(isWildcard)
    ? ["127.0.0.1", "::1", ...interfaces.map(({ address }) => address)]
    : bind.addresses;
  return named.some((address) => own.includes(address));
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

function contradictionOf({ inside, network }: ContainerFact): NetworkContradiction | null {
  return inside ? contradictionIn(network) : { code: "no-container" };
}

/**
 * Does nobody reach a container with this network but through its host? Its links are then pairs whose other ends are
 * the host's (veth(4)), and its addresses are private. A macvlan, ipvlan, vlan, tunnel or hardware is on a network of
 * its own, even if it is down for now, and a public address may be routed here past everything that the host publishes.
 * @returns what says otherwise; null where nothing does.
 */
export function contradictionIn(network: NetworkFact | null): NetworkContradiction | null {
  if (!network?.looked) return { code: "not-looked" };
  const links = network.links.filter((link) => counts(link, network));
  const other = links.find(({ kind }) => kind !== "veth");
  if (other) return { code: "link-kind", link: other.name, kind: other.kind };
  const open = network.addresses.find(({ address }) => levelOf(address) === "public");
  if (open) return { code: "public-address", ...open };
  return links.length === 0 ? { code: "no-link" } : null;
}

/**
 * Tunnels that the kernel adds to each network by itself (Documentation/admin-guide/sysctl/net.rst,
 * `fb_tunnels_only_for_init_net`): they are in many containers, down and without an address.
 */
const FALLBACK_TUNNELS: Readonly<Record<string, string>> = {
  tunl0: "ipip",
  gre0: "gre",
  gretap0: "gretap",
  erspan0: "erspan",
  ip_vti0: "vti",
  ip6_vti0: "vti6",
  sit0: "sit",
  ip6tnl0: "ip6tnl",
  ip6gre0: "ip6gre",
};

function counts(
  { name, kind, up, loopback }: Link,
  { addresses }: Extract<NetworkFact, { looked: true }>,
): boolean {
  if (loopback) return false;
  const idle = !up && !addresses.some(({ link }) => link === name);
  return !(idle && kind !== null && FALLBACK_TUNNELS[name] === kind);
}
