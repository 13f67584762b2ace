import { AsyncLocalStorage } from "node:async_hooks";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { managedFolder } from "../../src/mlflow/versions/managed.ts";

export const BIN = fileURLToPath(new URL("../../bin/mlflow-guard.js", import.meta.url));

/** The managed MLflow that the test command installed. */
export const MANAGED = managedFolder(process.env) ?? "";
export const PYTHON = join(MANAGED, "bin", "python");

/** Generous: two cores may start several servers at once. */
const READY_MILLISECONDS = 110_000;

type Finish = (act: () => void | Promise<void>) => void;

const concurrent = new AsyncLocalStorage<Finish>();

/** What a concurrent test starts is cleaned up when that test ends: vitest can only tell from the test's context. */
export function withCleanup<T>(finish: Finish, body: () => Promise<T>): Promise<T> {
  return concurrent.run(finish, body);
}

export function whenFinished(act: () => void | Promise<void>): void {
  (concurrent.getStore() ?? onTestFinished)(act);
}

/** Something that all tests of a file use; it is made before the first and cleaned up after the last one. */
export function shared<T>(make: () => T | Promise<T>): () => T {
  const acts: (() => void | Promise<void>)[] = [];
  let made: T;
  beforeAll(() =>
    withCleanup(
      (act) => void acts.unshift(act),
      async () => {
        made = await make();
      },
    ),
  );
  afterAll(async () => {
    for (const act of acts) await act();
  });
  return () => made;
}

/** A folder of this test, with these files in it; it goes when the test ends. */
export function makeFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "guard-test-"));
  whenFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  }
  return folder;
}

/** A file of tests runs in a process of its own, beside at most three others. */
const SHARES = 4;
const share = Number(process.env.VITEST_POOL_ID ?? 0) % SHARES;
const given = new Set<number>();

/** A port that nobody listens on, and that no other test was given: a server takes it only seconds later. */
export async function freePort(address = "127.0.0.1"): Promise<number> {
  for (;;) {
    const port = await tryPort(address);
    // The kernel prefers ports of one parity.
    if ((port >> 1) % SHARES !== share || given.has(port)) continue;
    given.add(port);
    return port;
  }
}

function tryPort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, address, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === "object" && bound ? bound.port : 0));
    });
  });
}

/** Private folders of launches are made below it. */
const STATE = mkdtempSync(join(tmpdir(), "guard-state-"));
process.once("exit", () => rmSync(STATE, { recursive: true, force: true }));

/** The environment of a person who has nothing set; the managed MLflow is found. */
export function plainEnvironment(
  env: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: "/nonexistent",
    XDG_STATE_HOME: STATE,
    XDG_DATA_HOME: dirname(dirname(MANAGED)),
    LANG: "C.UTF-8",
    ...env,
  };
}

export const JOBS_OFF = { MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" };

/** One worker and no job runner: a server that starts fast. */
export const SMALL = { MLFLOW_WORKERS: "1", ...JOBS_OFF };

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Where {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** In a process group of its own, which is what signals go to: for commands that start others. */
  readonly group?: boolean;
}

/** Runs the launcher to its end. */
export async function runGuard(words: readonly string[], where: Where = {}): Promise<Ended> {
  return start(process.execPath, [BIN, ...words], where).ended;
}

/** A launcher that is running. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The URL of the ready line. */
  readonly ready: () => Promise<string>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Orderly, and its result. */
  readonly stop: () => Promise<Ended>;
}

export function startGuard(words: readonly string[], where: Where = {}): Running {
  return start(process.execPath, [BIN, ...words], where);
}

/** Starts any command; what is still running when the test ends is stopped, by its pid. */
export function start(command: string, words: readonly string[], where: Where = {}): Running {
  const cwd = where.cwd ?? makeFolder();
  const child = spawn(command, words, {
    cwd,
    env: plainEnvironment(where.env),
    stdio: "pipe",
    detached: where.group === true,
  });
  child.stdin.on("error", () => {});
  child.stdin.end(where.input ?? "");
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text.stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...text }));
  });
  const signal = (name: NodeJS.Signals) => {
    if (where.group && child.pid) process.kill(-child.pid, name);
    else child.kill(name);
  };
  const stop = () => {
    signal("SIGTERM");
    return ended;
  };
  whenFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await stop();
  });
  const shown = () => text.stderr;
  return {
    pid: child.pid ?? 0,
    ended,
    stdout: () => text.stdout,
    stderr: shown,
    ready: () => waitForReady(child, shown, ended),
    signal,
    stop,
  };
}

const READY = /mlflow-guard: ready (\S+) /;

async function waitForReady(
  child: ChildProcess,
  shown: () => string,
  ended: Promise<Ended>,
): Promise<string> {
  const line = await Promise.race([
    waitFor(
      () => READY.exec(shown())?.[1],
      READY_MILLISECONDS,
      () => `no ready line in:\n${shown()}`,
    ),
    ended.then(({ code, stderr }) => {
      throw new Error(`the launcher ended with ${code}:\n${stderr}`);
    }),
  ]);
  if (child.exitCode !== null) throw new Error(`ended after the ready line:\n${shown()}`);
  return line;
}

/** Looks until there is something to see. */
export async function waitFor<T>(
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  milliseconds = 20_000,
  describe: () => string = () => "a condition was never met",
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false && seen !== null) return seen;
    if (performance.now() > end) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A PATH with `mlflow-guard` in it; with `checkOnly` its `server` is `check`, so that nothing is started. */
export function commandFolder({ checkOnly = false } = {}): string {
  const folder = makeFolder();
  const swap = checkOnly
    ? 'case "$1" in server|ui) shift; set -- check --format json "$@";; esac\n'
    : "";
  const script = `#!/bin/sh\n${swap}exec ${process.execPath} ${BIN} "$@"\n`;
  writeFileSync(join(folder, "mlflow-guard"), script, { mode: 0o755 });
  return `${folder}:/usr/local/bin:/usr/bin:/bin`;
}
