import { readFileSync } from "node:fs";

/** A line of the system's account file (passwd(5)). */
export interface SystemAccount {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

/** Accounts of people; below are those of services, above those of containers and nobody (`login.defs`, systemd). */
const PEOPLE = { first: 1000, last: 59_999 } as const;

export function isPerson(uid: number): boolean {
  return uid >= PEOPLE.first && uid <= PEOPLE.last;
}

/** Empty where there is no such file. */
export function readSystemAccounts(file: string): SystemAccount[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines
      .map((line) => line.split(":"))
      .filter(([, , uid]) => uid !== undefined && /^[0-9]+$/.test(uid))
      .map(([name = "", , uid, , , home = ""]) => ({ name, uid: Number(uid), home }));
  } catch {
    return [];
  }
}
