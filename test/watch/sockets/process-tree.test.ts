import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { ProcessTree } from "../../../src/watch/sockets/process-tree.ts";
import { waitFor } from "../../support/guard.ts";
import { needs } from "../../support/needs.ts";

const MARK = `GUARD_TREE_TEST=${process.pid}`;
const [NAME, VALUE] = MARK.split("=") as [string, string];

/** Starts a shell in a group of its own; what is left of it goes when the test ends. */
function shell(script: string, env: Record<string, string> = {}): ChildProcess {
  const child = spawn("/bin/sh", ["-c", script], {
    env: { PATH: "/usr/bin:/bin", ...env },
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => kill(-(child.pid ?? 0)));
  return child;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    expect(pid).not.toBe(0);
  }
}

/** The pid that a shell prints. */
async function printed(child: ChildProcess): Promise<number> {
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  const pid = Number(await waitFor(() => /^(\d+)\n/.exec(text)?.[1]));
  onTestFinished(() => kill(pid));
  return pid;
}

const parentOf = (pid: number) =>
  readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")[1];

describe("the processes of a launch", needs("Linux"), () => {
  it("are the leader and its descendants, also in a session of their own", async () => {
    const leader = shell("setsid sh -c 'echo $$; exec sleep 60' & wait");
    const pid = await printed(leader);
    const tree = new ProcessTree(leader.pid ?? 0, MARK);
    expect(tree.refresh(false)).toBe(true);
    expect(tree.members()).toEqual(expect.arrayContaining([leader.pid, pid]));
    expect(tree.outsiders().map((view) => view.pid)).toEqual([pid]);
    expect(tree.members()).not.toContain(process.pid);
    expect(tree.parentOf(pid)).toBe(Number(parentOf(pid)));
    expect(tree.refresh(false)).toBe(false);
  });

  it("are those that carry the mark, whoever their parent is", async () => {
    const other = shell("exec sleep 60");
    const orphan = await printed(
      shell("setsid sh -c 'echo $$; exec sleep 60' & exit 0", { [NAME]: VALUE }),
    );
    const unmarked = await printed(shell("setsid sh -c 'echo $$; exec sleep 60' & exit 0"));
    const tree = new ProcessTree(other.pid ?? 0, MARK);
    await waitFor(() => {
      tree.refresh(true);
      return tree.members().includes(orphan);
    });
    expect(tree.members()).not.toContain(unmarked);
  });

  it("stay members when their parent goes, and go when they end", async () => {
    const leader = shell("setsid sh -c 'echo $$; exec sleep 60' & wait");
    const pid = await printed(leader);
    const tree = new ProcessTree(leader.pid ?? 0, MARK);
    tree.refresh(false);
    kill(leader.pid ?? 0);
    await waitFor(() => parentOf(pid) !== String(leader.pid));
    tree.refresh(true);
    expect(tree.members()).toEqual([pid]);
    kill(pid);
    await waitFor(() => {
      tree.refresh(false);
      return tree.members().length === 0;
    });
  });
});
