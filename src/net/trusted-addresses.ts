import { bitsOf, canonicalAddress } from "./address.ts";

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
