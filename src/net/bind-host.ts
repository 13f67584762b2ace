import { canonicalAddress, mappedAddress, unmapped } from "./address.ts";

/** What a value of `--host` is, before anything is looked up. */
export type BindHost =
  | { readonly kind: "literal"; readonly address: string }
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "not-understood";
      readonly reason: string;
      readonly suggestion: string | null;
      /** The port that was written into it. */
      readonly port?: string;
    };

/** Multicast and broadcast: the kernel lets a server listen there, and nobody can connect (RFC 5771, 919, 4291). */
const NOBODYS = /^(?:(?:22[4-9]|23[0-9])\.[0-9.]+|255\.255\.255\.255|ff[0-9a-f]{2}:[0-9a-f:]*)$/i;
const NOBODY = "no machine has this address, so nobody could connect";

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Reads a bind address. Only canonical literals and plain host names are understood: every other spelling means
 * different things to uvicorn, gunicorn and the C library (`0`, `127.1`, fullwidth digits, blanks, brackets).
 * `localhost` is 127.0.0.1 by table: as a mere name it follows hosts files and search domains.
 */
export function readBindHost(text: string): BindHost {
  if (text.toLowerCase() === "localhost") return { kind: "literal", address: "127.0.0.1" };
  if (NOBODYS.test(text)) return { kind: "not-understood", reason: NOBODY, suggestion: null };
  if (isCanonicalLiteral(text)) return { kind: "literal", address: text };
  if (isPlainName(text)) return { kind: "name", name: text };
  return { kind: "not-understood", ...explain(text) };
}

function isCanonicalLiteral(text: string): boolean {
  return canonicalAddress(text) === text && mappedAddress(text) === null;
}

function isPlainName(text: string): boolean {
  const labels = text.split(".");
  const last = labels.at(-1) ?? "";
  // A last label of digits (or 0x...) is an IPv4 spelling to inet_aton, not a name.
  const numeric = /^(?:[0-9]+|0x[0-9a-f]*)$/i.test(last);
  return text.length <= 253 && !numeric && labels.every((label) => LABEL.test(label));
}

type Explained = Pick<
  Extract<BindHost, { kind: "not-understood" }>,
  "reason" | "suggestion" | "port"
>;

function explain(text: string): Explained {
  if (text === "") return { reason: "an empty host binds every interface", suggestion: null };
  if (/^\s|\s$/u.test(text))
    return { reason: "it has blanks around it", suggestion: plain(text.trim()) };
  if (text.startsWith("-"))
    return { reason: "it is an option; a value is missing before it", suggestion: null };
  if (/[^\x20-\x7e]/u.test(text)) {
    return {
      reason: "it has characters that Python turns into others",
      suggestion: plain(text.normalize("NFKC")),
    };
  }
  if (/^\$|[{}]/.test(text))
    return { reason: "a variable in it was not filled in", suggestion: null };
  const bracketed = /^\[([0-9a-f:.]+)\]$/i.exec(text)?.[1];
  if (bracketed)
    return { reason: "--host takes an address without brackets", suggestion: plain(bracketed) };
  return pasted(text) ?? numericForm(text);
}

/** As people copy it from a browser: `http://HOST:PORT/`, `HOST:PORT`, `[::1]:5000`. */
function pasted(text: string): Explained | null {
  const parts =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/]*@)?(?:\[([^\]]*)\]|([^:/[\]]*))(?::([0-9]+))?(\/.*)?$/i;
  const [, scheme, bracketed, host = bracketed ?? "", port, path] = parts.exec(text) ?? [];
  if (scheme === undefined && (port === undefined || path !== undefined)) return null;
  const reason =
    scheme === undefined
      ? "it has a port in it, which belongs in --port"
      : `it has a scheme${port === undefined ? "" : " and a port"} in it; --host takes the address alone${port === undefined ? "" : ", and --port the port"}`;
  const fits = port !== undefined && Number(port) <= 65_535;
  return { reason, suggestion: plain(host), ...(fits ? { port } : {}) };
}

function numericForm(text: string): { reason: string; suggestion: string | null } {
  const reason = "it is no canonical address and no plain host name";
  return { reason, suggestion: canonicalAddress(text) === null ? null : unmapped(text) };
}

/** A suggestion is only made when it is itself understood. */
function plain(text: string): string | null {
  return isCanonicalLiteral(text) || isPlainName(text) ? text : null;
}

/** A plain name or an address: what may stand in a command that is printed. */
export function isHostName(text: string): boolean {
  return isPlainName(text) || isCanonicalLiteral(text);
}

/** The same as a client sends it: an IPv6 address in brackets, perhaps a port. */
export function isHostHeader(text: string): boolean {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([^:]+))(?::[0-9]{1,5})?$/i.exec(text) ?? [];
  return bracketed !== undefined ? isCanonicalLiteral(bracketed) : isHostName(plain ?? "");
}
