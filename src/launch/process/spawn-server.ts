import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { LaunchPlan } from "../../plan/types.ts";
import { startProcess } from "../../start-process.ts";
import type { ChildExit } from "../life/supervise.ts";
import type { ChildStdio } from "../output/output.ts";
import { NOT_STARTED, REAPER_START } from "./reaper.ts";
import { brokenPython, type SpawnFailure, spawnFailure } from "./spawn-failure.ts";

/** A launched server, held until it is let go. */
export interface Spawned {
  /** The pid of the leader of its process group; undefined where it could not be started. */
  readonly leader: number | undefined;
  /** Null where the child was given descriptors of its own. */
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Starts MLflow, once everything that ends it is in place. */
  readonly go: () => void;
  /** Lets it end without having started MLflow. */
  readonly cancel: () => void;
  readonly ended: Promise<ChildExit>;
}

/** What is to be run, and with what. */
export interface Spawning {
  readonly plan: LaunchPlan;
  /** The Python that runs its parent on Linux, what that reads first, and the private folder; null where there is none. */
  readonly reaper: {
    readonly python: string;
    readonly input: string;
    readonly folder: string;
  } | null;
  /** Seconds. */
  readonly stopTimeout: number;
  /** The variable, `NAME=value`, that tells the processes of this run. */
  readonly mark: string;
  readonly cwd: string;
  readonly stdio: ChildStdio;
}

/** Spawns the plan in a process group of its own. */
export function spawnServer(spawning: Spawning): Spawned {
  const { plan, reaper, stopTimeout, mark, cwd, stdio } = spawning;
  const command = [plan.executable, ...plan.argv];
  // Isolated and without site-packages: the reaper needs the standard library alone.
  const [file = "", ...args] = reaper
    ? [reaper.python, "-I", "-S", "-c", REAPER_START, String(stopTimeout)]
    : command;
  const [name = "", value = ""] = mark.split("=");
  if (reaper) expectNews(reaper.folder);
  const child = startProcess(file, args, {
    cwd,
    detached: true,
    stdio: [reaper ? "pipe" : "ignore", ...stdio],
    env: { ...Object.fromEntries(plan.environment), [name]: value },
  });
  if (typeof child === "string") return neverStarted(spawnFailure(file, child, cwd));
  child.stdin?.on("error", () => {});
  if (reaper) child.stdin?.write(reaper.input);
  return {
    leader: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    go: () => void child.stdin?.end(`${JSON.stringify(command)}\n`),
    cancel: () => void child.stdin?.end(),
    ended: new Promise((resolve) => {
      child.once("error", ({ code = "unknown error" }: NodeJS.ErrnoException) => {
        resolve({ code: null, signal: null, failure: spawnFailure(file, code, cwd) });
      });
      child.once("exit", (code, signal) => {
        const error = code && reaper ? toldBy(reaper.folder) : null;
        const told =
          error === "" ? brokenPython(file, code) : spawnFailure(plan.executable, error ?? "", cwd);
        resolve({ code, signal, failure: error === null ? null : told });
      });
    }),
  };
}

function neverStarted(failure: SpawnFailure): Spawned {
  const nothing = () => {};
  const ended = Promise.resolve({ code: null, signal: null, failure });
  return { leader: undefined, stdout: null, stderr: null, go: nothing, cancel: nothing, ended };
}

function expectNews(folder: string): void {
  try {
    writeFileSync(join(folder, NOT_STARTED), "", { mode: 0o600 });
  } catch {
    // Without it the exit code alone says what happened.
  }
}

/** The code of the error with which the reaper could not start MLflow, empty where it did not run; null if it did. */
function toldBy(folder: string): string | null {
  try {
    return /^(?:E[A-Z0-9]+)?$/.exec(readFileSync(join(folder, NOT_STARTED), "utf8"))?.[0] ?? null;
  } catch {
    return null;
  }
}
