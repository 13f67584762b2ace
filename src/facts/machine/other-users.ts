import { readdirSync, statSync } from "node:fs";
import type { OtherUser } from "../types.ts";
import { isPerson, readSystemAccounts } from "./account-file.ts";

/** Where the system shows who is there; another place in tests. */
export interface UserPlaces {
  readonly sessions: string;
  readonly processes: string;
  readonly accounts: string;
}

const PLACES: UserPlaces = {
  sessions: "/run/user",
  processes: "/proc",
  accounts: "/etc/passwd",
};

/** The people, beside this user, who have a session or a process on this machine now. */
export function readOtherUsers(uid: number, places: UserPlaces = PLACES): OtherUser[] {
  // systemd makes a folder in /run/user for whoever is logged in.
  const found = new Set([...numbersIn(places.sessions), ...readProcessOwners(places.processes)]);
  const others = [...found].filter((one) => isPerson(one) && one !== uid).sort((a, b) => a - b);
  if (others.length === 0) return [];
  const names = new Map(readSystemAccounts(places.accounts).map(({ uid, name }) => [uid, name]));
  return others.map((one) => ({ uid: one, name: names.get(one) ?? null }));
}

/** The accounts that have a process here: the folder of a process belongs to its user. */
export function readProcessOwners(folder: string = PLACES.processes): number[] {
  const owners = numbersIn(folder).map((pid) => ownerOf(`${folder}/${pid}`));
  return [...new Set(owners.filter((owner) => owner !== null))];
}

/** Null where the process ended meanwhile, or is hidden. */
function ownerOf(path: string): number | null {
  try {
    return statSync(path).uid;
  } catch {
    return null;
  }
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[0-9]+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
