import { lstatSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readTextOrEmpty } from "../secrets/regular-file.ts";
import { readProcess } from "../watch/sockets/process-table.ts";

/** Milliseconds between looks, and until a file that was never filled counts as left behind. */
const POLL = 250;
const STALE = 10_000;

/** One installation of a version at a time. */
export interface Lock {
  /** Also held by this process: one that outlives a killed launcher must end before the next one begins. */
  readonly shareWith: (pid: number) => void;
  readonly release: () => void;
}

/** Takes the lock, or waits for it; one whose owners are all gone is taken over. */
export async function takeLock(
  file: string,
  pid: number,
  waiting: (owner: number) => void,
): Promise<Lock> {
  const sightings = new Sightings();
  let told = false;
  for (;;) {
    const lock = tryLock(file, pid);
    if (lock) return lock;
    const owner = ownerOf(file, sightings);
    if (owner === null) removeStale(file, sightings);
    else {
      if (!told && owner > 0) waiting(owner);
      told ||= owner > 0;
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }
}

function tryLock(file: string, pid: number): Lock | null {
  try {
    writeFileSync(file, identity(pid), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST" && isFileOrGone(file)) return null;
    // On a full disk an empty file is left, which would look like a lock.
    if (isFileOrGone(file)) rmSync(file, { force: true });
    throw error;
  }
  return {
    shareWith: (other) => share(file, `${identity(pid)}${identity(other)}`),
    release: () => rmSync(file, { force: true }),
  };
}

/** What is not a file is no lock of this program's: it is neither waited for nor removed. */
function isFileOrGone(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** On a full disk the other process goes without; it fails soon enough. */
function share(file: string, owners: string): void {
  try {
    writeFileSync(`${file}.next`, owners, { mode: 0o600 });
    renameSync(`${file}.next`, file);
  } catch {
    rmSync(`${file}.next`, { force: true });
  }
}

/** A pid alone may mean another process after a restart. */
function identity(pid: number): string {
  return `${pid} ${readProcess(pid)?.started ?? ""}\n`;
}

/** A living owner, 0 where the file is about to be filled, null where nobody holds it. */
function ownerOf(file: string, sightings: Sightings): number | null {
  const text = readTextOrEmpty(file);
  if (text === "") return sightings.ageOf(file) < STALE ? 0 : null;
  const owners = text.split("\n").map((line) => line.split(" "));
  const alive = owners.find(
    ([pid = "", started = ""]) => pid !== "" && isAlive(Number(pid), started),
  );
  return alive ? Number(alive[0]) : null;
}

function isAlive(pid: number, started: string): boolean {
  const seen = readProcess(pid);
  if (started !== "") return seen?.alive === true && seen.started === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** One remover at a time, who looks again: what was stale a moment ago may be somebody's new lock. */
function removeStale(file: string, sightings: Sightings): void {
  const remover = `${file}.stale`;
  try {
    writeFileSync(remover, "", { flag: "wx", mode: 0o600 });
  } catch {
    if (sightings.ageOf(remover) > STALE) rmSync(remover, { force: true });
    return;
  }
  if (ownerOf(file, sightings) === null) rmSync(file, { force: true });
  rmSync(remover, { force: true });
}

/** How long files have been as they are, by what this process has seen: the date of a file is no interval. */
class Sightings {
  readonly #first = new Map<string, { readonly mark: string; readonly at: number }>();

  /** Milliseconds; 0 where the file is gone. */
  ageOf(file: string): number {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat) return 0;
    const mark = `${stat.ino} ${stat.mtimeMs}`;
    const known = this.#first.get(file);
    if (known?.mark === mark) return performance.now() - known.at;
    this.#first.set(file, { mark, at: performance.now() });
    return 0;
  }
}
