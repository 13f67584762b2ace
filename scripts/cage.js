import { spawnSync } from "node:child_process";

const WALLS = ["--pid", "--fork", "--kill-child", "--mount-proc", "--net"];

/**
 * What is started to run a command with processes, mounts and a loopback of its own. It may signal any process that it
 * can see and listen on every address: nothing outside is in its reach.
 *
 * @throws if this system has no `unshare` that may do so
 */
export function cage() {
  const words = ["unshare", ...(process.getuid() === 0 ? [] : ["--map-root-user"]), ...WALLS];
  // The shell stays, since what has lost its parent becomes its child, and it waits for all of them.
  const walls = [...words, "--", "sh", "-c", 'ip link set lo up && "$@"; exit $?', "sh"];
  if (spawnSync(walls[0], [...walls.slice(1), "true"]).status !== 0)
    throw new Error("unshare and ip are needed: what runs may signal any process that it can see");
  return walls;
}
