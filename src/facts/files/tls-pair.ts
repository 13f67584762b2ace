import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";

/** What is wrong with a certificate and a key that were both found: which file it is said of, and what. */
export interface PairProblem {
  readonly part: "cert" | "key";
  readonly problem: string;
}

/**
 * Does the key belong to the certificate, the first one in its file, as `SSLContext.load_cert_chain` of Python asks?
 * It says so of a running server only, in a traceback.
 * @returns null where it does.
 */
export function pairProblem(certificate: Buffer, key: Buffer): PairProblem | null {
  const leaf = certificateIn(certificate);
  if (leaf === null) return { part: "cert", problem: "holds a certificate that cannot be read" };
  const own = keyIn(key);
  if (own === null) return { part: "key", problem: "holds a private key that cannot be read" };
  if (leaf.checkPrivateKey(own)) return null;
  return isFurtherDown(certificate, own)
    ? { part: "cert", problem: "begins with another certificate than the one of the key" }
    : { part: "key", problem: "is the key of another certificate" };
}

function certificateIn(bytes: Buffer | string): X509Certificate | null {
  try {
    return new X509Certificate(bytes);
  } catch {
    return null;
  }
}

function keyIn(bytes: Buffer): KeyObject | null {
  try {
    return createPrivateKey(bytes);
  } catch {
    return null;
  }
}

/** A chain in the wrong order. */
function isFurtherDown(bytes: Buffer, key: KeyObject): boolean {
  const [, ...others] = bytes.toString("latin1").split(/(?=-----BEGIN CERTIFICATE-----)/);
  return others.some((text) => certificateIn(text)?.checkPrivateKey(key) ?? false);
}
