import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { privateParents } from "../../facts/machine/private-places.ts";
import { placeOf } from "../../files/identity.ts";
import type { LaunchPlan } from "../../plan/types.ts";
import type { Ports } from "../../ports.ts";
import { readOwnText } from "../../secrets/regular-file.ts";
import { readProcess } from "../../watch/sockets/process-table.ts";
import { PRIVATE_PREFIX, type PrivateFolder } from "./private-folder.ts";
import { type Noted, readPulse } from "./pulse.ts";

const NAME = "state.json";
const VERSION = 2;
/** KiB. */
const LARGEST = 64;

/** A launcher that runs, for `healthcheck` and `user`: what it leaves in its private folder. */
export interface RunningState extends WrittenState, Noted {}

interface WrittenState {
  readonly schemaVersion: number;
  readonly pid: number;
  /** Clock ticks since boot; tells this launcher from a later process with its pid. Null where nobody can tell. */
  readonly started: string | null;
  readonly address: string;
  readonly port: number;
  readonly prefix: string;
  readonly tls: boolean;
  /** The working directory: as it was named, and as what it is (`placeOf`). */
  readonly cwd: string;
  readonly place: string | null;
  /** Where clients find the server. */
  readonly url: string;
  /** The file of its certificate; null or absent without one. */
  readonly certificate?: string | null;
  /** The command that starts it with a login; null or absent where it has one. */
  readonly withLogin?: string | null;
}

/** What other commands can say of this server. */
export type Hints = Required<Pick<WrittenState, "certificate" | "withLogin">>;

/** Writes what stays the same for the whole run. */
export function writeState(
  folder: PrivateFolder,
  { pid, cwd }: Pick<Ports, "pid" | "cwd">,
  plan: LaunchPlan,
  hints: Hints,
): void {
  const { address, prefix, tls } = plan.expected;
  const port = plan.listeners[0]?.port ?? 0;
  const started = readProcess(pid)?.started ?? null;
  const state: WrittenState = {
    ...{ schemaVersion: VERSION, pid, started },
    ...{ address, port, prefix, tls, cwd, place: placeOf(cwd), url: plan.url },
    ...hints,
  };
  folder.write(NAME, `${JSON.stringify(state)}\n`);
}

/** The launchers of this user that run now, as their state files tell; files of others are not read. */
export function findStates(
  env: Readonly<Record<string, string | undefined>>,
  uid: number,
): RunningState[] {
  return privateParents(env)
    .flatMap(privateFolders)
    .filter((folder) => isOwn(folder, uid))
    .map((folder) => readState(folder, uid))
    .filter((state) => state !== null);
}

function privateFolders(parent: string): string[] {
  try {
    return readdirSync(parent)
      .filter((name) => name.startsWith(PRIVATE_PREFIX))
      .map((name) => join(parent, name));
  } catch {
    return [];
  }
}

/** A folder, and no link to one, that this user made; -1 where the system has no such ids. */
function isOwn(folder: string, uid: number): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && (stat.uid === uid || uid === -1);
}

function readState(folder: string, uid: number): RunningState | null {
  const noted = readPulse(folder, uid);
  const text = readOwnText(join(folder, NAME), uid, LARGEST);
  if (noted === null || text === null) return null;
  try {
    const state = JSON.parse(text) as WrittenState;
    return state.schemaVersion === VERSION && isRunning(state) ? { ...state, ...noted } : null;
  } catch {
    return null;
  }
}

/** A launcher that was killed leaves its file for a moment. */
function isRunning({ pid, started }: WrittenState): boolean {
  if (started !== null) return readProcess(pid)?.started === started;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
