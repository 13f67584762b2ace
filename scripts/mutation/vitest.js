import { spawn } from "node:child_process";

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
