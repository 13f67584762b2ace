import { canonicalAddress } from "./address.ts";

/**
 * Whom a server believes when a request says where it came from: a list of addresses and networks.
 * uvicorn (0.54) and gunicorn (26.2) split it at commas and read each item with Python's `ipaddress`, strictly.
 * @see https://github.com/encode/uvicorn/blob/master/uvicorn/middleware/proxy_headers.py
 */

/** Does an item stand for everybody: `*`, or a network of no fixed bits? */
export function trustsEverybody(list: string): boolean {
  return list.split(",").some((item) => /^\s*(?:\*|\S+\/0+(?:\.0+)*)\s*$/.test(item));
}

/** Is every item a canonical address, or a network with its host bits clear? What else Python takes is not needed. */
export function isAddressList(list: string): boolean {
  return !trustsEverybody(list) && list.split(",").every(isItem);
}

function isItem(item: string): boolean {
  const [address = "", prefix, ...more] = item.split("/");
  if (more.length > 0 || canonicalAddress(address) !== address) return false;
  if (prefix === undefined) return true;
  const bits = bitsOf(address);
  const length = Number(prefix);
  const plain = /^[1-9][0-9]{0,2}$/.test(prefix) && length <= bits.length;
  return plain && !bits.slice(length).includes("1");
}

/** An address in canonical form as a string of its bits. */
function bitsOf(address: string): string {
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
