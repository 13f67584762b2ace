/**
 * The canonical form of an address (RFC 5952 for IPv6, mapped ones in hexadecimal); null for what is no plain
 * address, zones included.
 *
 * Node's URL parser knows the forms, and knows them at once: `net.isIP` compiles a pattern for seven milliseconds,
 * ip-address loads for ten, and a refusal should take neither.
 */
export function canonicalAddress(text: string): string | null {
  if (/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text))
    return hostOf(`http://[${text}]`)?.slice(1, -1) ?? null;
  const host = /^[0-9]+(?:\.[0-9]+){3}$/.test(text) ? hostOf(`http://${text}`) : null;
  return host === text ? host : null;
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/** The IPv4 address inside a v4-mapped IPv6 address in canonical form; null for any other. */
export function mappedAddress(canonical: string): string | null {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!match) return null;
  const [high = 0, low = 0] = match.slice(1).map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** The plain IPv4 form of a v4-mapped IPv6 address; any other address canonical, or as it is. */
export function unmapped(address: string): string {
  const canonical = canonicalAddress(address) ?? address;
  return mappedAddress(canonical) ?? canonical;
}

/** An address in canonical form as a string of its bits. */
export function bitsOf(address: string): string {
  if (!address.includes(":")) return toBits(address.split(".").map(Number), 8);
  const [head = "", tail] = address.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const left = groups(head);
  const right = groups(tail ?? "");
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  return toBits(
    [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16)),
    16,
  );
}

function toBits(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, "0")).join("");
}
