import { isIP } from "node:net";
import { Address4, Address6 } from "ip-address";

/** How far an address can be reached from; the order is the order of danger. */
export type Level = "loopback" | "private" | "public";

const ORDER: readonly Level[] = ["loopback", "private", "public"];

/** RFC 1918, link-local, shared address space (RFC 6598). */
const PRIVATE4 = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
].map((block) => new Address4(block));
const LOOPBACK4 = new Address4("127.0.0.0/8");
/** Unique local (RFC 4193), link-local (RFC 4291). */
const PRIVATE6 = ["fc00::/7", "fe80::/10"].map((block) => new Address6(block));

/** The level of one address; what is no plain address is public, since nothing narrower is known of it. */
export function levelOf(address: string): Level {
  const family = address.includes("%") ? 0 : isIP(address);
  if (family === 4) return levelOf4(new Address4(address));
  if (family !== 6) return "public";
  const parsed = new Address6(address);
  if (parsed.isMapped4()) return levelOf4(parsed.to4());
  if (parsed.correctForm() === "::1") return "loopback";
  return PRIVATE6.some((block) => parsed.isInSubnet(block)) ? "private" : "public";
}

function levelOf4(address: Address4): Level {
  if (address.isInSubnet(LOOPBACK4)) return "loopback";
  return PRIVATE4.some((block) => address.isInSubnet(block)) ? "private" : "public";
}

/** The widest of several levels; of none, public. */
export function widest(levels: readonly Level[]): Level {
  if (levels.length === 0) return "public";
  return ORDER[Math.max(...levels.map((level) => ORDER.indexOf(level)))] ?? "public";
}

/** Does a socket bound to this address listen on every interface? */
export function isWildcard(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

/** The plain IPv4 form of a v4-mapped IPv6 address; any other address as it is. */
export function unmapped(address: string): string {
  if (isIP(address) !== 6 || address.includes("%")) return address;
  const parsed = new Address6(address);
  return parsed.isMapped4() ? parsed.to4().correctForm() : parsed.correctForm();
}

/** An address as it stands in a URL or a Host header. */
export function urlHost(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
