import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tlsFileProblems } from "../../../src/facts/files/tls-files.ts";
import { intentOf } from "../../support/world.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-tls-"));
  for (const [name, kind] of Object.entries(KINDS)) makePair(name, kind);
  write("c.pem", read("ec.crt"));
  write("k.pem", `# mine\n${read("ec.key")}`);
  write("both.pem", `${read("ec.key")}${read("ec.crt")}`);
  write("chain.pem", `${read("rsa.crt")}${read("ec.crt")}`);
  write("unread.crt", `${begin("CERTIFICATE")}AAAA\n-----END CERTIFICATE-----\n`);
  write("unread.key", `${begin("PRIVATE KEY")}AAAA\n-----END PRIVATE KEY-----\n`);
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

const KINDS = {
  rsa: "rsa:2048",
  ec: "ec -pkeyopt ec_paramgen_curve:prime256v1",
  ed: "ed25519",
  other: "ec -pkeyopt ec_paramgen_curve:prime256v1",
};

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), "utf8");

function makePair(name: string, kind: string): void {
  const words = `req -x509 -nodes -days 2 -subj /CN=${name} -newkey ${kind}`;
  const files = `-keyout ${name}.key -out ${name}.crt`;
  execFileSync("openssl", `${words} ${files}`.split(" "), { cwd: folder, stdio: "ignore" });
}

const begin = (what: string) => `-----BEGIN ${what}-----\n`;

const problems = async (...words: string[]) =>
  (await tlsFileProblems(intentOf({ words }).intent, folder)).map(({ what }) => what);

describe("the files of a certificate and its key", () => {
  it("are fine in PEM form", async () => {
    expect(await problems("--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem")).toEqual([]);
    expect(await problems("--uvicorn-opts", "--ssl-certfile c.pem --ssl-keyfile k.pem")).toEqual(
      [],
    );
    expect(await problems()).toEqual([]);
  });

  it.each([
    ["k.pem", "c.pem", "holds no certificate", "holds no private key"],
    ["request.pem", "params.pem", "holds no certificate", "holds no private key"],
    ["both.pem", "old.pem", null, "holds a key with a passphrase, which nobody could type"],
    ["both.pem", "pkcs8.pem", null, "holds a key with a passphrase, which nobody could type"],
    ["both.pem", "both.pem", null, null],
  ])("are what their option asks for: %s and %s", async (cert, key, ofCert, ofKey) => {
    const said = [ofCert && `${cert} ${ofCert}`, ofKey && `${key} ${ofKey}`];
    const wrong = said.filter((text) => text !== null);
    expect(await problems("--guard-tls-cert", cert, "--guard-tls-key", key)).toEqual(
      wrong.map((text) => expect.stringContaining(text)),
    );
    expect(await problems("--gunicorn-opts", `--certfile ${cert} --keyfile ${key}`)).toHaveLength(
      wrong.length,
    );
  });

  it("are named with what is wrong with them", async () => {
    expect(await problems("--guard-tls-cert", "c.der", "--guard-tls-key", "/dev/zero")).toEqual([
      "--guard-tls-cert: c.der holds nothing in PEM form",
      "--guard-tls-key: /dev/zero is not a regular file",
    ]);
    expect(await problems("--uvicorn-opts", "--ssl-certfile none --ssl-keyfile .")).toEqual([
      "--uvicorn-opts --ssl-certfile: none does not exist",
      "--uvicorn-opts --ssl-keyfile: . is a folder",
    ]);
    expect(await problems("--gunicorn-opts", "--certfile none --keyfile k.pem")).toEqual([
      "--gunicorn-opts --certfile: none does not exist",
    ]);
  });

  it.each([
    ["rsa.crt", "rsa.key"],
    ["ec.crt", "ec.key"],
    ["ed.crt", "ed.key"],
    ["both.pem", "both.pem"],
    ["c.pem", "k.pem"],
  ])("belong together: %s and %s", async (cert, key) => {
    expect(await problems("--guard-tls-cert", cert, "--guard-tls-key", key)).toEqual([]);
  });

  it.each([
    ["ec.crt", "other.key", "--guard-tls-key: other.key is the key of another certificate"],
    ["ec.crt", "rsa.key", "--guard-tls-key: rsa.key is the key of another certificate"],
    [
      "chain.pem",
      "ec.key",
      "--guard-tls-cert: chain.pem begins with another certificate than the one of the key",
    ],
    [
      "unread.crt",
      "ec.key",
      "--guard-tls-cert: unread.crt holds a certificate that cannot be read",
    ],
    ["ec.crt", "unread.key", "--guard-tls-key: unread.key holds a private key that cannot be read"],
  ])("do not belong together: %s and %s", async (cert, key, what) => {
    expect(await problems("--guard-tls-cert", cert, "--guard-tls-key", key)).toEqual([what]);
    const passed = `--ssl-certfile ${cert} --ssl-keyfile ${key}`;
    expect(await problems("--uvicorn-opts", passed)).toHaveLength(1);
  });

  it("may be one file, which is named as the certificate", async () => {
    expect(await problems("--uvicorn-opts", "--ssl-certfile both.pem")).toEqual([]);
    expect(await problems("--gunicorn-opts", "--certfile ec.crt")).toEqual([
      "--gunicorn-opts --certfile: ec.crt holds no private key",
    ]);
  });
});
