import { X509Certificate } from "node:crypto";
import { readTextOrEmpty } from "../secrets/regular-file.ts";

/** Does nobody but itself vouch for the certificate in this file? Then no client takes it that is not given the file. */
export function signsItself(file: string): boolean {
  try {
    const certificate = new X509Certificate(readTextOrEmpty(file));
    return certificate.checkIssued(certificate);
  } catch {
    return false;
  }
}
