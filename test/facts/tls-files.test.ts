import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tlsFileProblems } from "../../src/facts/tls-files.ts";
import { intentOf } from "../support/world.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-tls-"));
  writeFileSync(join(folder, "c.pem"), "-----BEGIN CERTIFICATE-----\n");
  writeFileSync(join(folder, "k.pem"), "# mine\n-----BEGIN PRIVATE KEY-----\n");
  writeFileSync(join(folder, "both.pem"), `${begin("EC PRIVATE KEY")}${begin("CERTIFICATE")}`);
  writeFileSync(join(folder, "params.pem"), begin("DH PARAMETERS"));
  writeFileSync(join(folder, "request.pem"), begin("CERTIFICATE REQUEST"));
  writeFileSync(join(folder, "pkcs8.pem"), begin("ENCRYPTED PRIVATE KEY"));
  writeFileSync(
    join(folder, "old.pem"),
    `${begin("RSA PRIVATE KEY")}Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n`,
  );
  writeFileSync(join(folder, "c.der"), Buffer.from([0x30, 0x82]));
});
afterAll(() => rmSync(folder, { recursive: true }));

const begin = (what: string) => `-----BEGIN ${what}-----\n`;

const problems = (...words: string[]) =>
  tlsFileProblems(intentOf({ words }).intent, folder).map(({ what }) => what);

describe("the files of a certificate and its key", () => {
  it("are fine in PEM form", () => {
    expect(problems("--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem")).toEqual([]);
    expect(problems("--uvicorn-opts", "--ssl-certfile c.pem --ssl-keyfile k.pem")).toEqual([]);
    expect(problems()).toEqual([]);
  });

  it.each([
    ["k.pem", "c.pem", "holds no certificate", "holds no private key"],
    ["request.pem", "params.pem", "holds no certificate", "holds no private key"],
    ["both.pem", "old.pem", null, "holds a key with a passphrase, which nobody could type"],
    ["both.pem", "pkcs8.pem", null, "holds a key with a passphrase, which nobody could type"],
    ["both.pem", "both.pem", null, null],
  ])("are what their option asks for: %s and %s", (cert, key, ofCert, ofKey) => {
    const said = [ofCert && `${cert} ${ofCert}`, ofKey && `${key} ${ofKey}`];
    const wrong = said.filter((text) => text !== null);
    expect(problems("--guard-tls-cert", cert, "--guard-tls-key", key)).toEqual(
      wrong.map((text) => expect.stringContaining(text)),
    );
    expect(problems("--gunicorn-opts", `--certfile ${cert} --keyfile ${key}`)).toHaveLength(
      wrong.length,
    );
  });

  it("are named with what is wrong with them", () => {
    expect(problems("--guard-tls-cert", "c.der", "--guard-tls-key", "/dev/zero")).toEqual([
      "--guard-tls-cert: c.der holds nothing in PEM form",
      "--guard-tls-key: /dev/zero is not a regular file",
    ]);
    expect(problems("--uvicorn-opts", "--ssl-certfile none --ssl-keyfile .")).toEqual([
      "--uvicorn-opts --ssl-certfile: none does not exist",
      "--uvicorn-opts --ssl-keyfile: . is a folder",
    ]);
    expect(problems("--gunicorn-opts", "--certfile none --keyfile k.pem")).toEqual([
      "--gunicorn-opts --certfile: none does not exist",
    ]);
  });
});
