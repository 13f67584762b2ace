import { readdirSync, readFileSync } from "node:fs";

/** Sends a signal to a whole process group. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // Gone already: that is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Is any process of the group still running? Zombies are not: an init that reaps late must not hold the launcher. */
export function groupIsEmpty(leader: number): boolean {
  try {
    process.kill(-leader, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  const members = readGroup(leader);
  return members?.every((state) => state === "Z" || state === "X") ?? false;
}

/** The states of the group's processes from /proc; null where the system has none. */
function readGroup(leader: number): string[] | null {
  try {
    const pids = readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
    return pids.flatMap((pid) => {
      const stat = readStat(pid);
      return stat?.group === leader ? [stat.state] : [];
    });
  } catch {
    return null;
  }
}

/** State and process group of one process (proc(5): the name in parentheses may hold anything). */
function readStat(pid: string): { state: string; group: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, group: Number(group) };
  } catch {
    return null;
  }
}
