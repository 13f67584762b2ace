import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";

/** A pipe of which MLflow gets one end. */
export interface Pipe {
  /** The descriptor for the child. */
  readonly childEnd: number;
  readonly source: Socket;
}

/**
 * Real pipes: Node's own are sockets, and what opens `/dev/stdout`, as the access log of gunicorn may, cannot open a
 * socket. Node has no call for them, so MLflow's Python makes named ones in the private folder.
 * @throws where Python cannot be run, or the file system has no named pipes.
 */
export function makePipes(python: string, folder: string, names: readonly string[]): Pipe[] {
  const paths = names.map((name) => join(folder, name));
  const script = "import os, sys\nfor path in sys.argv[1:]: os.mkfifo(path, 0o600)";
  execFileSync(python, ["-I", "-S", "-c", script, ...paths], {
    stdio: "ignore",
    env: {},
    timeout: 10_000,
  });
  return paths.map(openBoth);
}

function openBoth(path: string): Pipe {
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
  // A reader first: without one the other end cannot be opened.
  const fd = openSync(path, O_RDONLY | O_NONBLOCK);
  const childEnd = openSync(path, O_WRONLY);
  return { childEnd, source: new Socket({ fd, readable: true, writable: false }) };
}

/** Closes the launcher's copies of the child's ends, so that the pipes end with the last process of MLflow. */
export function handOver(pipes: readonly Pipe[]): void {
  for (const { childEnd } of pipes) closeSync(childEnd);
}
