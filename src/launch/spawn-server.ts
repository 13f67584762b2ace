import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { LaunchPlan } from "../plan/types.ts";
import type { ChildStdio } from "./output/output.ts";
import { REAPER_START } from "./reaper.ts";
import type { ChildExit } from "./supervise.ts";

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
  readonly ended: Promise<ChildExit & { readonly reason: string | null }>;
}

/** What is to be run, and with what. */
export interface Spawning {
  readonly plan: LaunchPlan;
  /** The Python that runs its parent on Linux, and what that reads first; null where there is none. */
  readonly reaper: { readonly python: string; readonly line: string } | null;
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
  const child = spawn(file, args, {
    cwd,
    detached: true,
    stdio: [reaper ? "pipe" : "ignore", ...stdio],
    env: { ...Object.fromEntries(plan.environment), [name]: value },
  });
  child.stdin?.on("error", () => {});
  if (reaper) child.stdin?.write(reaper.line);
  return {
    leader: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    go: () => void child.stdin?.end(`${JSON.stringify(command)}\n`),
    cancel: () => void child.stdin?.end(),
    ended: new Promise((resolve) => {
      child.once("error", ({ code = "unknown error" }: NodeJS.ErrnoException) => {
        const reason = `${file} could not be started (${code})`;
        resolve({ code: null, signal: null, reason });
      });
      child.once("exit", (code, signal) => resolve({ code, signal, reason: null }));
    }),
  };
}
