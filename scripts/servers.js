// Servers for the measurements: started, waited for, looked at, and stopped.
import { fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { root } from "./prepare.js";

export const BIN = join(root, "bin", "mlflow-guard.js");

const READY_SECONDS = 120;

/** Everything started here, so that nothing stays when the measurement fails. */
const children = new Set();

process.on("exit", () => {
  for (const child of children) child.kill("SIGTERM");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

/** The MLflow that the launcher would take. */
export function findMlflow() {
  const { stdout } = spawnSync(process.execPath, [BIN, "check", "--format", "json"]);
  const { mlflow } = JSON.parse(String(stdout));
  if (!mlflow) throw new Error("no MLflow is installed: mlflow-guard install-mlflow");
  return mlflow.path;
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Looks until there is something to see; null when the time is over. */
export async function waitFor(look, seconds) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) return null;
    await wait(0.05);
  }
}

/**
 * Starts a command; its output goes to a pipe that is read and thrown away but for the last of it. In a session of its
 * own, as the launcher starts MLflow: Linux shares the processors between sessions (sched(7), autogroup).
 * `output` has other places for it, as descriptors.
 */
export function start(command, words, { cwd, env, output = ["pipe", "pipe"] }) {
  const child = spawn(command, words, {
    ...{ cwd, env, detached: true },
    stdio: ["ignore", ...output],
  });
  children.add(child);
  const started = {
    ...{ child, pid: child.pid, ended: once(child, "close") },
    ...{ tail: "", announced: false },
  };
  void started.ended.then(() => children.delete(child));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      started.tail = (started.tail + chunk).slice(-4000);
      started.announced ||= started.tail.includes("mlflow-guard: ready");
    });
  }
  return started;
}

/** Waits until the server answers; the launcher until it says that it is ready. */
export async function ready(started, port, isLauncher) {
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  const over = () => started.child.exitCode !== null;
  const seen = () => over() || (isLauncher ? started.announced : answers());
  if (!(await waitFor(seen, READY_SECONDS)) || over())
    throw new Error(`no server at port ${port}:\n${started.tail}`);
}

/** Ends it; resolves with its exit code. */
export async function stop({ child, ended }) {
  child.kill("SIGTERM");
  const [code] = await ended;
  return code;
}

/** A load client; `run` resolves with what it counted in so many seconds. */
export function startLoad(origin, connections) {
  const child = fork(join(root, "scripts", "load-client.js"), [origin, String(connections)]);
  children.add(child);
  return {
    run: async (seconds) => {
      child.send({ seconds });
      const [counts] = await once(child, "message");
      return counts;
    },
    stop: () => child.send({ stop: true }),
    close: () => child.disconnect(),
  };
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Every process that this one can see; `state` is the letter that `ps` shows. */
export function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      const status = read(`/proc/${pid}/status`);
      return {
        pid: Number(pid),
        argv: read(`/proc/${pid}/cmdline`).replaceAll("\0", " "),
        parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]),
        state: /^State:\s*(\S)/m.exec(status)?.[1] ?? "X",
      };
    });
}

/** The living processes that carry this text in their environment. */
export function processesWith(variable) {
  return processes().filter(({ pid }) =>
    read(`/proc/${pid}/environ`).split("\0").includes(variable),
  );
}

/** Megabytes of a process in memory now. */
export function memoryOf(pid) {
  return Number(/^VmRSS:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]) / 1024;
}

/** What a process holds open: nothing, if it has ended. */
export function openFiles(pid) {
  return list(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [`${fd} ${readlinkSync(`/proc/${pid}/fd/${fd}`)}`];
    } catch {
      return [];
    }
  });
}

/** The names in a folder: none, if it is gone. */
export function list(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (!["ENOENT", "ESRCH"].includes(error.code)) throw error;
    return [];
  }
}
