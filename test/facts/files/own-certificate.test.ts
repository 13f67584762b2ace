import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ownCertificate } from "../../../src/facts/files/own-certificate.ts";
import { makeFolder } from "../../support/guard.ts";

const openssl = (cwd: string, ...words: string[]) =>
  execFileSync("openssl", words, { cwd, stdio: "ignore" });

describe("a certificate that only itself vouches for", () => {
  it("is told from one that an authority has signed, and from what is none", () => {
    const cwd = makeFolder({ "no.pem": "-----BEGIN CERTIFICATE-----\n" });
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    openssl(cwd, "req", "-x509", ...key, "-subj", "/CN=a", "-keyout", "a.key", "-out", "a.pem");
    openssl(cwd, "req", ...key, "-subj", "/CN=b", "-keyout", "b.key", "-out", "b.csr");
    const signed = ["-CA", "a.pem", "-CAkey", "a.key", "-CAcreateserial", "-out", "b.pem"];
    openssl(cwd, "x509", "-req", "-in", "b.csr", ...signed);
    // What openssl.conf does not say by itself: a certificate for servers alone, which may sign no other.
    const usage = ["-addext", "keyUsage=critical,digitalSignature"];
    openssl(
      cwd,
      "req",
      "-x509",
      ...key,
      ...usage,
      "-subj",
      "/CN=c",
      "-keyout",
      "c.key",
      "-out",
      "c.pem",
    );
    const found = ["a.pem", "c.pem", "b.pem", "no.pem", "none.pem"].map(
      (name) => ownCertificate(join(cwd, name)) !== null,
    );
    expect(found).toEqual([true, true, false, false, false]);
  });
});
