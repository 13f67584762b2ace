import { spawn, spawnSync } from "node:child_process";

const WALLS = ["--pid", "--fork", "--kill-child", "--mount-proc", "--net"];

/**
 * What is started to run a command with processes and a loopback of its own. A mutant may signal the wrong process, so
 * nothing outside is in its reach.
 *
 * @throws if this system has no `unshare` that may do so
 */
export function cage() {
  const words = ["unshare", ...(process.getuid() === 0 ? [] : ["--map-root-user"]), ...WALLS];
  // The shell stays, since what has lost its parent becomes its child, and it waits for all of them.
  const walls = [...words, "--", "sh", "-c", 'ip link set lo up && "$@"; exit $?', "sh"];
  if (spawnSync(walls[0], [...walls.slice(1), "true"]).status !== 0)
    throw new Error("unshare and ip are needed: a mutant may signal any process that it can see");
  return walls;
}

/** Starts vitest in a sandbox, in the cage if there is one, as the leader of a process group. */
export function startVitest({ folder, cage }, words, env) {
  const vitest = [`${folder}/node_modules/.bin/vitest`, ...words];
  const [command, ...rest] = [...cage, ...vitest, "--config", "vitest.mutation.config.ts"];
  const child = spawn(command, rest, {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, ...env },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

const running = new Set();

/** Kills a vitest with all that it started. */
export function stopVitest(child) {
  process.kill(-child.pid, "SIGKILL");
}

/** However this ends, nothing goes on without it. */
process.on("exit", () => {
  for (const child of running) stopVitest(child);
});
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
