import { readdirSync, readFileSync, statSync } from "node:fs";
import type { OtherUser } from "./types.ts";

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

/** Accounts of people; below are those of services, above those of containers and nobody (`login.defs`, systemd). */
export const PEOPLE = { first: 1000, last: 59_999 } as const;

/** The people, beside this user, who have a session or a process on this machine now. */
export function readOtherUsers(uid: number, places: UserPlaces = PLACES): OtherUser[] {
  // systemd makes a folder in /run/user for whoever is logged in.
  const found = new Set([...numbersIn(places.sessions), ...processOwners(places.processes)]);
  const others = [...found]
    .filter((one) => one >= PEOPLE.first && one <= PEOPLE.last && one !== uid)
    .sort((a, b) => a - b);
  if (others.length === 0) return [];
  const names = readNames(places.accounts);
  return others.map((one) => ({ uid: one, name: names.get(one) ?? null }));
}

/** The folder of a process belongs to its user. */
function processOwners(folder: string): number[] {
  return numbersIn(folder)
    .map((pid) => ownerOf(`${folder}/${pid}`))
    .filter((owner) => owner !== null);
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

function readNames(file: string): Map<number, string> {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    const fields = lines.map((line) => line.split(":"));
    return new Map(fields.map(([name = "", , uid = ""]) => [Number(uid), name]));
  } catch {
    return new Map();
  }
}
