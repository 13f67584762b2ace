import { chmodSync, chownSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Ended, makeFolder, type Running, start, waitFor, whenFinished } from "./guard.ts";
import type { Image } from "./image.ts";
import type { Network } from "./network.ts";
import { childrenOf, namespaceMembers, type ProcessView } from "./processes.ts";

const SCRIPT = fileURLToPath(new URL("../fixtures/container.sh", import.meta.url));

/** The image's one volume. */
export const DATA = "/data";

/** A folder of this machine in a container. */
export interface Mount {
  readonly from: string;
  readonly to: string;
}

export interface HowToRun {
  /** In place of the image's own command. */
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Mounted read-only; only the data volume and /tmp can be written. */
  readonly mounts?: readonly Mount[];
  /** The data volume of another one. */
  readonly data?: string;
  /** `UID:GID` in place of the image's own. */
  readonly user?: string;
}

/** An image that runs, as PID 1 of its own namespaces, on the network's server. */
export interface Container {
  readonly running: Running;
  /** The data volume, as the machine sees it. */
  readonly data: string;
  /** Its PID 1, by this machine's number. */
  readonly first: () => Promise<number>;
  readonly processes: () => Promise<ProcessView[]>;
  /** Another command in the container, as the same user. */
  readonly exec: (words: readonly string[]) => Promise<Ended>;
}

/** Runs an image read-only and without any capability. */
export function runContainer(network: Network, image: Image, how: HowToRun = {}): Container {
  const { config } = image;
  const data = how.data ?? makeVolume(image, DATA);
  const mounts = [
    ...["volume", data, DATA, "rw"],
    ...(how.mounts ?? []).flatMap(({ from, to }) => ["volume", from, mountPoint(image, to), "ro"]),
  ];
  const [uid = "", gid = ""] = (how.user ?? config.User).split(":");
  const command = ["env", "-i", ...environmentOf(image, how), ...config.Entrypoint];
  const running = network.start("server", "unshare", [
    ..."--mount --pid --fork --kill-child sh".split(" "),
    ...[SCRIPT, image.root, uid, gid, config.WorkingDir, ...mounts, "--"],
    ...[...command, ...(how.words ?? config.Cmd)],
  ]);
  const first = () =>
    waitFor(() => childrenOf(running.pid).find(({ argv }) => argv.startsWith("tini"))?.pid);
  whenFinished(() => {
    // unshare waits for its child and takes no signal meanwhile.
    for (const { pid } of childrenOf(running.pid)) process.kill(pid, "SIGKILL");
  });
  return {
    running,
    data,
    first,
    processes: async () => namespaceMembers(await first()),
    exec: async (words) => {
      const where = ["--target", String(await first()), `--wdns=${config.WorkingDir}`];
      const user = ["--setuid", uid, "--setgid", gid];
      const env = ["env", "-i", ...environmentOf(image, how)];
      const command = [...where, ...user, "--mount", "--pid", "--net", ...env, ...words];
      return start("nsenter", command).ended;
    },
  };
}

function environmentOf({ config }: Image, { env = {} }: HowToRun): string[] {
  return [...config.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
}

/** A new volume starts as the image's folder is. */
function makeVolume(image: Image, path: string): string {
  const folder = makeFolder();
  const { uid, gid, mode } = statSync(join(image.root, path));
  chownSync(folder, uid, gid);
  chmodSync(folder, mode & 0o7777);
  return folder;
}

function mountPoint(image: Image, path: string): string {
  mkdirSync(join(image.root, path), { recursive: true });
  return path;
}
