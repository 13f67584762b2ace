import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { look, type Seen } from "./proc.ts";

/** One process as proc(5) shows it. `started` (clock ticks since boot) tells it from a later one with the same pid. */
export interface ProcessView {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly started: string;
  readonly alive: boolean;
}

/**
 * The pids of this system; null where it has no /proc.
 * @throws CannotLook, as all of these do.
 */
export function listPids(): number[] | null {
  const names = known(look(() => readdirSync("/proc")));
  return names?.filter((name) => /^[0-9]+$/.test(name)).map(Number) ?? null;
}

/** Reads one process; null where it is gone, or hidden (proc(5), hidepid). */
export function readProcess(pid: number): ProcessView | null {
  const fields = statFields(pid);
  if (fields === null) return null;
  const [state = "", parent, group, session] = fields;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    started: fields[19] ?? "",
    alive: state !== "Z" && state !== "X",
  };
}

/** Processor time that a process has used, user and system, in clock ticks (proc(5), stat); 0 where it is gone. */
export function ticksOf(pid: number): number {
  const [user, system] = statFields(pid)?.slice(11, 13) ?? [];
  return Number(user ?? 0) + Number(system ?? 0);
}

/** From the state on; the name in parentheses before it may hold anything (proc(5), stat). */
function statFields(pid: number): string[] | null {
  const stat = read(pid, "stat");
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? null;
}

/** Was it started with this `NAME=value` in its environment? What may not be read counts as no. */
export function carries(pid: number, variable: string): boolean {
  return read(pid, "environ")?.split("\0").includes(variable) ?? false;
}

/** The user that a process runs as; root where it may not be looked into (proc(5), dumpable). Null where it is gone. */
export function userOf(pid: number): number | null {
  return known(look(() => statSync(`/proc/${pid}`).uid));
}

/** The kernel's short name of a program, for messages; its arguments may hold secrets. */
export function commandName(pid: number): string {
  return read(pid, "comm")?.trim() || "a process";
}

/** The path that a process means by this one; an abstract name, which begins with `@`, as it is. */
export function pathOf(pid: number, path: string): string {
  if (path.startsWith("@")) return path;
  return resolve(linkOf(`/proc/${pid}/cwd`), path);
}

/** The network namespace of a process; null where it may not be read. */
export function networkOf(pid: number | "self"): string | null {
  return linkOf(`/proc/${pid}/ns/net`) || null;
}

/** The inodes of a process's sockets; null where they may not be read, empty where it is gone. */
export function socketInodes(pid: number): ReadonlySet<string> | null {
  return inodesIn(`/proc/${pid}/fd`);
}

/** The same of each of its threads: one may have files of its own (unshare(2), CLONE_FILES). */
export function socketInodesOfThreads(pid: number): ReadonlySet<string> {
  const threads = known(look(() => readdirSync(`/proc/${pid}/task`))) ?? [];
  const others = threads.filter((thread) => thread !== String(pid));
  const inodes = others.map((thread) => inodesIn(`/proc/${pid}/task/${thread}/fd`) ?? []);
  return new Set(inodes.flatMap((found) => [...found]));
}

function inodesIn(folder: string): ReadonlySet<string> | null {
  const names = look(() => readdirSync(folder));
  if (names.kind !== "known") return names.kind === "denied" ? null : new Set();
  const links = names.value.map((fd) => look(() => readlinkSync(`${folder}/${fd}`)));
  // It became somebody else's between the list and the links: a program that changes its user.
  if (links.some(({ kind }) => kind === "denied")) return null;
  const inodes = links.map((link) => /^socket:\[(\d+)\]$/.exec(known(link) ?? "")?.[1]);
  return new Set(inodes.filter((inode) => inode !== undefined));
}

function linkOf(path: string): string {
  return known(look(() => readlinkSync(path))) ?? "";
}

function read(pid: number, name: string): string | null {
  return known(look(() => readFileSync(`/proc/${pid}/${name}`, "utf8")));
}

function known<T>(seen: Seen<T>): T | null {
  return seen.kind === "known" ? seen.value : null;
}
