import { X509Certificate } from "node:crypto";
import { readTextOrEmpty } from "../../secrets/regular-file.ts";

/**
 * The certificate in this file if only it vouches for itself: no client takes it that is not given the file. Null if an
 * authority has signed it, or there is none that can be read.
 */
export function ownCertificate(file: string): X509Certificate | null {
  try {
    const certificate = new X509Certificate(readTextOrEmpty(file));
    return certificate.issuer === certificate.subject ? certificate : null;
  } catch {
    return null;
  }
}
