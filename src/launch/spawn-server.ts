import { execa } from "execa";
import type { LaunchPlan } from "../plan/types.ts";
import type { ChildExit } from "./supervise.ts";

/** A launched server, held until it is let go. */
export interface Spawned {
  /** The pid of the leader of its process group; undefined where it could not be started. */
  readonly leader: number | undefined;
  /** Starts MLflow, once everything that ends it is in place. */
  readonly go: () => void;
  /** Lets it end without having started MLflow. */
  readonly cancel: () => void;
  readonly ended: Promise<ChildExit & { readonly reason: string | null }>;
}

/**
 * Spawns the plan in a process group of its own.
 * @param reaper the script that runs it on Linux, with the Python to run that; null where there is none.
 * @param mark the variable, `NAME=value`, that tells the processes of this run.
 */
export function spawnServer(
  plan: LaunchPlan,
  reaper: { readonly python: string; readonly script: string } | null,
  mark: string,
  cwd: string,
): Spawned {
  const command = [plan.executable, ...plan.argv];
  // Isolated and without site-packages: the reaper needs the standard library alone.
  const [file = "", ...args] = reaper ? [reaper.python, "-I", "-S", reaper.script] : command;
  const [name = "", value = ""] = mark.split("=");
  const child = execa(file, args, {
    cwd,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: reaper ? "pipe" : "ignore",
    stdout: "inherit",
    stderr: "inherit",
    extendEnv: false,
    env: { ...Object.fromEntries(plan.environment), [name]: value },
  });
  child.stdin?.on("error", () => {});
  return {
    leader: child.pid,
    go: () => void child.stdin?.end(`${JSON.stringify(command)}\n`),
    cancel: () => void child.stdin?.end(),
    ended: child.then(({ exitCode, signal, code }) => ({
      code: exitCode ?? null,
      signal: signal ?? null,
      reason:
        child.pid === undefined
          ? `${file} could not be started (${code ?? "unknown error"})`
          : null,
    })),
  };
}
