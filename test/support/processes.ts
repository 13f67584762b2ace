import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface ProcessView {
  readonly pid: number;
  readonly argv: string;
}

/** Ended, and nobody has collected it. */
const ZOMBIE = "Z";

function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

/** All living processes that carry this text in their environment: the tree of one launcher, wherever it went. */
export function processesWith(variable: string): ProcessView[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => read(pid, "environ").split("\0").includes(variable))
    .map((pid) => ({ pid: Number(pid), argv: read(pid, "cmdline").replaceAll("\0", " ") }));
}

/** The processes that one process has started, and that live. */
export function childrenOf(parent: number): ProcessView[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .filter(
      (pid) =>
        read(pid, "stat")
          .replace(/^.*\) /, "")
          .split(" ")[1] === String(parent),
    )
    .map((pid) => ({ pid: Number(pid), argv: read(pid, "cmdline").replaceAll("\0", " ") }));
}

/** The processes of another process's PID namespace, that one included. */
export function namespaceMembers(first: number): ProcessView[] {
  const namespace = namespaceOf(first);
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name) && namespaceOf(Number(name)) === namespace)
    .map((pid) => ({ pid: Number(pid), argv: read(pid, "cmdline").replaceAll("\0", " ") }));
}

export function isZombie(pid: number): boolean {
  return read(String(pid), "stat")
    .replace(/^.*\) /, "")
    .startsWith(ZOMBIE);
}

function namespaceOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null;
  }
}
