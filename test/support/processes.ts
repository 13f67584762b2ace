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

/** All living processes that have this text in their command line. */
export function processesCalled(text: string): ProcessView[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map((pid) => ({ pid: Number(pid), argv: read(pid, "cmdline").replaceAll("\0", " ") }))
    .filter(({ argv }) => argv.includes(text));
}

/** The states of all processes of this name, as `ps` shows them: a zombie has lost all but its name. */
export function statesOf(name: string): string[] {
  return readdirSync("/proc")
    .filter((pid) => /^[0-9]+$/.test(pid))
    .map((pid) => /\((.*)\) (\S)/.exec(read(pid, "stat")))
    .flatMap((found) => (found?.[1] === name ? [found[2] ?? ""] : []));
}

/** Are there signals that this process has not taken yet? */
export function hasPending(pid: number): boolean {
  const masks = /^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gm;
  return [...read(String(pid), "status").matchAll(masks)].some(
    ([, mask]) => !/^0+$/.test(mask ?? ""),
  );
}

/** The TCP sockets that listen and that this process holds. */
export function listenersOf(pid: number): string[] {
  const held = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  return ["tcp", "tcp6"]
    .flatMap((table) => read(String(pid), `net/${table}`).split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === "0A" && held.has(inode))
    .map(([, local = ""]) => local);
}
