import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import MAKE_PIPES from "../../programs/make_pipes.py";

/** A pipe of which MLflow gets one end. */
export interface Pipe {
  /** The descriptor for the child. */
  readonly childEnd: number;
  readonly source: Socket;
}

/** A private folder, by its path and open. */
export interface PipePlace {
  readonly path: string;
  readonly fd: number;
}

/**
 * Real pipes: Node's own are sockets, and what opens `/dev/stdout`, as the access log of gunicorn may, cannot open a
 * socket. Node has no call for them, so MLflow's Python makes named ones in the private folder,
 * where they stay until both ends are open.
 * @throws where Python cannot be run, or the file system has no named pipes.
 */
export function makePipes(
  python: string,
  { path, fd }: PipePlace,
  names: readonly string[],
): Pipe[] {
  execFileSync(python, ["-I", "-S", "-c", MAKE_PIPES, ...names], {
    stdio: ["ignore", "ignore", "ignore", fd],
    env: {},
    timeout: 10_000,
  });
  return names.map((name) => openBoth(join(path, name)));
}

function openBoth(path: string): Pipe {
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
  // A reader first: without one the other end cannot be opened.
  const fd = openSync(path, O_RDONLY | O_NONBLOCK);
  const childEnd = openSync(path, O_WRONLY);
  rmSync(path);
  return { childEnd, source: new Socket({ fd, readable: true, writable: false }) };
}

/** Closes the launcher's copies of the child's ends, so that the pipes end with the last process of MLflow. */
export function handOver(pipes: readonly Pipe[]): void {
  for (const { childEnd } of pipes) closeSync(childEnd);
}
