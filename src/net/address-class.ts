import { bitsOf, canonicalAddress, unmapped } from "./address.ts";

/** How far an address can be reached from; the order is the order of danger. */
export type Level = "loopback" | "private" | "public";

const ORDER: readonly Level[] = ["loopback", "private", "public"];

/** RFC 1122 and RFC 4291. */
const LOOPBACK = prefixes("127.0.0.0/8", "::1/128");

/** RFC 1918, link-local (RFC 3927, RFC 4291), shared address space (RFC 6598), unique local (RFC 4193). */
const PRIVATE = prefixes(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fe80::/10",
);

/** The bits that every address of a block begins with; node:net has this, too, and loads all of its streams. */
interface Prefix {
  readonly bits: string;
  /** Of a whole address of this family. */
  readonly length: number;
}

function prefixes(...blocks: readonly string[]): readonly Prefix[] {
  return blocks.map((block) => {
    const [address = "", length] = block.split("/");
    const bits = bitsOf(canonicalAddress(address) ?? "");
    return { bits: bits.slice(0, Number(length)), length: bits.length };
  });
}

/** One decision asks for the same few addresses again and again. */
const known = new Map<string, Level>();

/** The level of one address; what is no plain address is public, since nothing narrower is known of it. */
export function levelOf(address: string): Level {
  const level = known.get(address) ?? readLevel(address);
  known.set(address, level);
  return level;
}

function readLevel(address: string): Level {
  if (canonicalAddress(address) === null) return "public";
  const bits = bitsOf(unmapped(address));
  const isIn = (block: Prefix) => bits.length === block.length && bits.startsWith(block.bits);
  if (LOOPBACK.some(isIn)) return "loopback";
  return PRIVATE.some(isIn) ? "private" : "public";
}

/** The widest of several levels; of none, public. */
export function widest(levels: readonly Level[]): Level {
  if (levels.length === 0) return "public";
  return ORDER[Math.max(...levels.map((level) => ORDER.indexOf(level)))] ?? "public";
}

/** Does a socket bound to this address listen on every interface? */
export function isWildcard(address: string): boolean {
  const plain = unmapped(address);
  return plain === "0.0.0.0" || plain === "::";
}

/** The host of a URL as an address is written elsewhere: IPv6 without its brackets. */
export function hostOfUrl({ hostname }: Pick<URL, "hostname">): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

/** An address as it stands in a URL or a Host header. */
export function urlHost(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
