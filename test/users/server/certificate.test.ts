import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { RunningState } from "../../../src/launch/private/state-file.ts";
import type { NotDone } from "../../../src/users/not-done.ts";
import { certificateProblem } from "../../../src/users/server/certificate.ts";
import type { Target } from "../../../src/users/server/target.ts";

const UNSIGNED = "DEPTH_ZERO_SELF_SIGNED_CERT";
const MISNAMED = "ERR_TLS_CERT_ALTNAME_INVALID";
const NO_AUTHORITY = "no authority that is known here has signed its certificate";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-certificates-"));
  const make = (name: string, subject: string, names: string) =>
    execFileSync(
      "openssl",
      [
        ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" "),
        ...["-subj", subject, "-keyout", `${name}.key`, "-out", `${name}.pem`],
        ...(names === "" ? [] : ["-addext", `subjectAltName=${names}`]),
      ],
      { cwd: folder, stdio: "ignore" },
    );
  make("named", "/CN=x", "DNS:*.example.com,DNS:ml.example.com");
  make("local", "/CN=x", "IP:127.0.0.1");
  make("common", "/CN=old.example.com", "");
  make("odd", "/CN=x", "DNS:*.example.com");
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Given {
  readonly own?: boolean;
  readonly known?: boolean;
  readonly extra?: string;
  readonly path?: string;
}

/** What is said of a server with this certificate, which has not been accepted for this reason. */
async function said(name: string, code: string, given: Given = {}) {
  const { own = true, known = true, extra, path = "" } = given;
  const read = (ending: string) => readFileSync(join(folder, `${name}.${ending}`));
  const server = createServer({ key: read("key"), cert: read("pem") });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const base = `https://127.0.0.1:${port}${path}`;
  const state = { port, address: "127.0.0.1", url: base, certificate: join(folder, `${name}.pem`) };
  const target: Target = {
    ...{ base, client: base, clearText: false, named: "nobody", loopback: true },
    launchers: own ? [state as RunningState] : [],
  };
  const problem = await certificateProblem(
    target,
    { code },
    {
      named: (url) => `mlflow-guard user add ada --url ${url}`,
      resolver: async () => (known ? ["127.0.0.1"] : []),
      extra,
    },
  );
  const bare = (text: string) => text.replaceAll(String(port), "PORT").replaceAll(folder, "DIR");
  return problem && wordsOf(problem, bare);
}

const wordsOf = ({ what, fix }: NotDone, bare: (text: string) => string) => [
  bare(what).replace("https://127.0.0.1:PORT cannot be asked: ", ""),
  bare(fix),
];

const ADD = "mlflow-guard user add ada --url";

describe("the certificate of one's own server", () => {
  it("is got past by one command: its file, a name in it, and the port", async () => {
    expect(await said("named", UNSIGNED)).toEqual([
      `${NO_AUTHORITY}, and its certificate is for another name: ml.example.com`,
      `NODE_EXTRA_CA_CERTS=DIR/named.pem ${ADD} https://ml.example.com:PORT`,
    ]);
  });

  it("keeps the address that it is for, and the path", async () => {
    expect(await said("local", UNSIGNED, { path: "/ml" })).toEqual([
      "https://127.0.0.1:PORT/ml cannot be asked: no authority that is known here has signed its certificate",
      `NODE_EXTRA_CA_CERTS=DIR/local.pem ${ADD} https://127.0.0.1:PORT/ml`,
    ]);
  });

  it("says where its name leads to, if nobody knows it here", async () => {
    expect((await said("common", UNSIGNED, { known: false }))?.[1]).toBe(
      `have old.example.com lead to 127.0.0.1 (a line in /etc/hosts), then: NODE_EXTRA_CA_CERTS=DIR/common.pem ${ADD} https://old.example.com:PORT`,
    );
  });

  it("keeps the file that vouches for it already", async () => {
    expect(await said("named", MISNAMED, { extra: "my ca.pem" })).toEqual([
      "its certificate is for another name: ml.example.com",
      `NODE_EXTRA_CA_CERTS='my ca.pem' ${ADD} https://ml.example.com:PORT`,
    ]);
  });
});

describe("the certificate of another server", () => {
  it("needs a file that is not known here, and nobody is asked for its name", async () => {
    expect(await said("named", UNSIGNED, { own: false, known: false })).toEqual([
      `${NO_AUTHORITY}, and its certificate is for another name: ml.example.com`,
      `NODE_EXTRA_CA_CERTS=ca.pem ${ADD} https://ml.example.com:PORT (ca.pem: the file of your own authority)`,
    ]);
  });

  it("may name no plain name", async () => {
    expect(await said("odd", MISNAMED, { own: false })).toEqual([
      "its certificate is for another name",
      `${ADD} https://NAME:PORT`,
    ]);
  });

  it("is no matter where the silence is about something else", async () => {
    expect(await said("named", "ECONNREFUSED")).toBeNull();
    expect(await said("named", "CERT_HAS_EXPIRED")).toBeNull();
  });
});
