import { readdirSync, readFileSync } from "node:fs";

export interface ProcessView {
  readonly pid: number;
  readonly argv: string;
}

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

/** All living processes that have this text in their command line. */
export function processesCalled(text: string): ProcessView[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map((pid) => ({ pid: Number(pid), argv: read(pid, "cmdline").replaceAll("\0", " ") }))
    .filter(({ argv }) => argv.includes(text));
}
