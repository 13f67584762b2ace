// What works on every system that Node runs on: the pure tests, a refusal, and with --server a private start with an
// MLflow of install-mlflow. For macOS and Windows; `npm test` is for Linux.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./prepare.js";

const BIN = join(root, "bin", "mlflow-guard.js");
const PURE = ["intent", "net", "plan", "policy", "rules", "shell"].map((name) => `test/${name}/`);

const cwd = mkdtempSync(join(tmpdir(), "guard-portable-"));
process.on("exit", () => rmSync(cwd, { recursive: true, force: true, maxRetries: 5 }));

function guard(...words) {
  return spawnSync(process.execPath, ["--", BIN, ...words], { cwd, encoding: "utf8" });
}

function fail(what, shown) {
  console.error(`${what}:\n${shown}`);
  process.exit(1);
}

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const tests = spawnSync(process.execPath, [vitest, "run", "--project", "unit", ...PURE], {
  cwd: root,
  stdio: "inherit",
});
if (tests.status !== 0) process.exit(tests.status ?? 1);

const refused = guard("server", "--host", "0.0.0.0");
if (refused.status !== 78 || !refused.stderr.includes("public-without-auth"))
  fail(`a refusal ended with ${refused.status}`, refused.stderr);
console.log("refused: server --host 0.0.0.0");

if (process.argv.includes("--server")) {
  const installed = guard("install-mlflow");
  if (installed.status !== 0) fail("install-mlflow", installed.stderr);
  await privateStart();
}

/** Starts, asks /health, and stops; the port is one that the launcher finds free. */
async function privateStart() {
  const server = spawn(process.execPath, ["--", BIN, "server", "--port", "0"], { cwd });
  const ended = new Promise((resolve) => server.once("close", resolve));
  let said = "";
  const url = await new Promise((resolve) => {
    server.stderr.setEncoding("utf8").on("data", (chunk) => {
      said += chunk;
      const ready = /mlflow-guard: ready (\S+) /.exec(said);
      if (ready) resolve(ready[1]);
    });
    ended.then(() => resolve(null));
  });
  if (url === null) fail("the server was never ready", said);
  const { status } = await fetch(`${url}/health`);
  server.kill("SIGTERM");
  const code = await ended;
  if (status !== 200 || code !== 0)
    fail(`/health answered ${status}, and the end was ${code}`, said);
  console.log(`served and stopped: ${url}`);
}
