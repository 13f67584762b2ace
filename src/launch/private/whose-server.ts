import { CannotLook } from "../../watch/sockets/proc.ts";
import {
  commandName,
  listPids,
  readProcess,
  socketInodes,
  userOf,
} from "../../watch/sockets/process-table.ts";
import { type Connection, serverEnds } from "../../watch/sockets/takers.ts";
import type { RunningState } from "./state-file.ts";

/** Milliseconds until a busy server has taken a connection, and between looks. */
const PATIENCE = 10_000;
const POLL = 20;

/** No chain of parents is longer. */
const DEEPEST = 1000;

/**
 * Whose the other end of a connection is. `own`: a server of these launchers. `other`: processes that can be named.
 * `hidden`: somebody else's, so that its files cannot be looked at. `waiting`: nobody took the connection in time.
 * `unseen`: another machine, or this system does not show it.
 */
export type Whose =
  | { readonly kind: "own" | "hidden" | "waiting" | "unseen" }
  | { readonly kind: "other"; readonly pid: number; readonly command: string };

/** Finds out who has taken an open connection, before anything is said on it. */
export async function whoseServer(
  connection: Connection,
  launchers: readonly RunningState[],
): Promise<Whose> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const whose = seen(connection, launchers);
    if (whose.kind !== "waiting" || performance.now() > end) return whose;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

/** What the system would not show now is nobody's. */
function seen(connection: Connection, launchers: readonly RunningState[]): Whose {
  try {
    return lookOnce(connection, launchers);
  } catch (error) {
    if (error instanceof CannotLook) return { kind: "unseen" };
    throw error;
  }
}

function lookOnce(connection: Connection, launchers: readonly RunningState[]): Whose {
  const inode = serverEnds([connection]).get(connection.localPort ?? 0);
  if (inode === undefined) return { kind: "unseen" };
  if (inode === "0") return { kind: "waiting" };
  const holders = (listPids() ?? []).filter((pid) => socketInodes(pid)?.has(inode));
  if (holders.some((pid) => isBelow(pid, launchers))) return { kind: "own" };
  const [pid] = holders;
  return pid === undefined ? { kind: "hidden" } : { kind: "other", pid, command: commandName(pid) };
}

/**
 * Did one of these launchers start it? What it starts stays below it: its reaper adopts (prctl(2), subreaper). As the
 * first process of a container a launcher also adopts what is another user's.
 */
function isBelow(pid: number, launchers: readonly RunningState[]): boolean {
  const user = userOf(pid);
  let parent = readProcess(pid)?.parent ?? 0;
  for (let depth = 0; parent > 0 && depth < DEEPEST; depth++) {
    const process = readProcess(parent);
    if (process === null) return false;
    if (launchers.some((one) => one.pid === parent && one.started === process.started))
      return user !== null && user === userOf(parent);
    parent = process.parent;
  }
  return false;
}
