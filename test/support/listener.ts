import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, start, waitFor } from "./guard.ts";

/** Asks strangers for the login as MLflow does, takes every password, and writes down what it was told. */
const SCRIPT = `
const { appendFileSync, writeFileSync } = require("node:fs");
const [told, ready, address, port] = process.argv.slice(1);
require("node:http").createServer(({ headers, url }, response) => {
  if (headers.authorization) appendFileSync(told, headers.authorization + "\\n");
  else return response.writeHead(401, { "www-authenticate": 'Basic realm="mlflow"' }).end();
  const one = '{"username":"admin","is_admin":true}';
  response.end(url.includes("/get") ? '{"user":' + one + '}' : '{"users":[' + one + ']}');
}).listen(Number(port), address, function () { writeFileSync(ready, String(this.address().port)); });
`;

/** A process that listens and is no server of mlflow-guard. */
export interface Listener {
  readonly port: number;
  readonly pid: number;
  /** The Authorization headers that reached it. */
  readonly told: () => string[];
}

/** Starts one on any free port, or on this one. */
export async function startListener(address = "127.0.0.1", port = 0): Promise<Listener> {
  const folder = makeFolder();
  const [told, ready] = [join(folder, "told"), join(folder, "ready")];
  const words = ["-e", SCRIPT, told, ready, address, String(port)];
  const { pid } = start(process.execPath, words, { cwd: folder });
  const bound = await waitFor(
    () => existsSync(ready) && (Number(readFileSync(ready, "utf8")) || null),
  );
  return {
    port: bound,
    pid,
    told: () => (existsSync(told) ? readFileSync(told, "utf8").trim().split("\n") : []),
  };
}
