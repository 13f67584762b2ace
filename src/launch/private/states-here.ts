import { readInside } from "../../facts/machine/network.ts";
import { placeOf } from "../../files/identity.ts";
import type { Ports } from "../../ports.ts";
import { readProcess } from "../../watch/sockets/process-table.ts";
import { findStates, type RunningState } from "./state-file.ts";

/** The servers of this user, told apart by where they were started. */
export interface States {
  /** Those that are meant where none is named. */
  readonly here: readonly RunningState[];
  readonly elsewhere: readonly RunningState[];
}

/**
 * The servers that were started in this working directory; without one, in a container, the one that it was started
 * for: a health check may run in another directory.
 */
export function readStates({ env, uid, cwd }: Pick<Ports, "env" | "uid" | "cwd">): States {
  const all = findStates(env, uid);
  const place = placeOf(cwd);
  const same = all.filter((state) => place !== null && state.place === place);
  const here = same.length > 0 ? same : all.filter((state) => isContainers(state, env));
  return { here, elsewhere: all.filter((state) => !here.includes(state)) };
}

/** Is it the container's first process, or right below its init? */
function isContainers({ pid }: RunningState, env: Ports["env"]): boolean {
  const first = pid === 1 || readProcess(pid)?.parent === 1;
  return first && readInside(env);
}
