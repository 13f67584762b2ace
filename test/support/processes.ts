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

function allPids(): string[] {
  return readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
}

function viewOf(pid: string): ProcessView {
  return { pid: Number(pid), argv: read(pid, "cmdline").replaceAll("\0", " ") };
}

/** From the state on; the name before it may hold anything. */
function statOf(pid: string): string {
  return read(pid, "stat").replace(/^.*\) /, "");
}

/** All living processes that carry this text in their environment: the tree of one launcher, wherever it went. */
export function processesWith(variable: string): ProcessView[] {
  return allPids()
    .filter((pid) => read(pid, "environ").split("\0").includes(variable))
    .map(viewOf);
}

/** Ends what a failed test left: all processes that carry this text in their environment. */
export function killWith(variable: string): void {
  for (const { pid } of processesWith(variable)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended.
    }
  }
}

/** The processes that one process has started, and that live. */
export function childrenOf(parent: number): ProcessView[] {
  return allPids()
    .filter((pid) => statOf(pid).split(" ")[1] === String(parent))
    .map(viewOf);
}

/** The processes of another process's PID namespace, that one included. */
export function namespaceMembers(first: number): ProcessView[] {
  const namespace = namespaceOf(first);
  return allPids()
    .filter((pid) => namespaceOf(Number(pid)) === namespace)
    .map(viewOf);
}

/** The letter that `ps` shows for it. */
export function stateOf(pid: number): string {
  return statOf(String(pid)).charAt(0);
}

export function isZombie(pid: number): boolean {
  return stateOf(pid) === ZOMBIE;
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
  return allPids()
    .map(viewOf)
    .filter(({ argv }) => argv.includes(text));
}

/** The states of all processes of this name, as `ps` shows them: a zombie has lost all but its name. */
export function statesOf(name: string): string[] {
  return allPids()
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
