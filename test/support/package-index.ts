import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder, whenFinished } from "./guard.ts";

const SCRIPT = fileURLToPath(new URL("../fixtures/make-wheels.py", import.meta.url));

/** An MLflow of no real number, and what it asks for. */
export const STAND_IN = "99.1.0";
export const PINS = [`mlflow==${STAND_IN}`, "flask-wtf==1.2.2", "sqlalchemy==2.0.1"];

/** What a package index of this test was asked for, and how to reach it. */
export interface PackageIndex {
  readonly url: string;
  readonly asked: readonly string[];
  /** With TLS: the file of the authority that signed its certificate. */
  readonly authority: string;
}

export interface IndexOptions {
  /** `NAME==VERSION` of the wheels, with `,REQUIREMENT` for each of their own; by default a whole stand-in. */
  readonly pins?: readonly string[];
  /** With a certificate that nobody knows. */
  readonly tls?: boolean;
  /** A package whose download never ends. */
  readonly hold?: string;
}

/** A package index on loopback, with wheels that this test made. */
export async function startIndex({
  pins = PINS,
  tls = false,
  hold,
}: IndexOptions = {}): Promise<PackageIndex> {
  const folder = makeFolder();
  execFileSync("python3", [SCRIPT, folder, ...pins]);
  const asked: string[] = [];
  const answer: RequestListener = ({ url = "" }, response) => {
    asked.push(url);
    const [, kind, name = ""] = url.split("/");
    if (hold && kind === "files" && name.startsWith(hold)) return;
    if (kind === "files") response.end(readFileSync(join(folder, decodeURIComponent(name))));
    else response.setHeader("content-type", "text/html").end(page(folder, name));
  };
  const certificate = tls ? makeCertificate() : null;
  const server = certificate
    ? createTlsServer(
        { key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) },
        answer,
      )
    : createServer(answer);
  const port = await listen(server);
  const url = `${tls ? "https" : "http"}://127.0.0.1:${port}/simple`;
  return { url, asked, authority: certificate?.authority ?? "" };
}

/** A proxy that lets nobody through. */
export async function startProxy(status: number): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { "proxy-authenticate": "Basic realm=test" }).end();
  });
  server.on("connect", (_request, socket) => {
    socket.on("error", () => {});
    socket.end(
      `HTTP/1.1 ${status} No\r\nProxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

/** The wheels of one package, as PEP 503 has it. */
function page(folder: string, name: string): string {
  const stem = `${name.replace(/[-.]+/g, "_")}-`;
  const links = readdirSync(folder).filter((file) => file.startsWith(stem));
  return links.map((file) => `<a href="/files/${file}">${file}</a>\n`).join("");
}

/** A server certificate of an authority that nobody knows. */
function makeCertificate(): { key: string; cert: string; authority: string } {
  const folder = makeFolder({
    "leaf.cnf": "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n",
  });
  const openssl = (words: string) =>
    execFileSync("openssl", words.split(" "), { cwd: folder, stdio: "ignore" });
  openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout ca.key -out ca.pem");
  openssl("req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout key.pem -out leaf.csr");
  openssl(
    "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.cnf -out cert.pem",
  );
  const path = (name: string) => join(folder, name);
  return { key: path("key.pem"), cert: path("cert.pem"), authority: path("ca.pem") };
}

function listen(server: HttpServer): Promise<number> {
  whenFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
