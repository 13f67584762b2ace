import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  type FSWatcher,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  watch,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  type PrivatePlace,
  privateParents,
  privatePlaces,
  whoCouldSwap,
} from "../../facts/machine/private-places.ts";
import type { Opening } from "../../files/who-can-change.ts";
import type { PrivateFile } from "../../plan/types.ts";
import LOCK_FOLDER from "../../programs/lock_folder.py";
import { identify, statOf } from "./identity.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How the name of every private folder begins. */
export const PRIVATE_PREFIX = "mlflow-guard-";

/** Milliseconds. */
const MOMENT = 100;

/** What a look at the folder finds. `lost`: it, or a file in it, is gone. `swapped`: something else is in its place. */
export type Found = "same" | "lost" | "swapped";

/**
 * A folder of this run that only its user can enter; it goes when the run ends. It is held open, so that a look can
 * tell it from another one of its name, and so that a lock on it lives as long as the launcher.
 */
export class PrivateFolder {
  readonly path: string;
  /** Others could make it anew where it is lost. */
  readonly shared: boolean;
  readonly #files = new Map<string, { readonly content: string; identity: string }>();
  #fd: number;
  #python: string | null = null;
  #watcher: FSWatcher | null = null;
  #changed: () => void = () => {};
  #telling: NodeJS.Timeout | undefined;

  /** @throws the system's error. */
  constructor({ path, shared }: PrivatePlace) {
    this.path = path;
    this.shared = shared;
    this.#fd = make(path);
  }

  /** For a program that works in it without knowing where it is. */
  get fd(): number {
    return this.#fd;
  }

  /** Writes a file, mode 0600, whole or not at all. Its folder is made with it. */
  write(name: string, content: string): void {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.new`;
    rmSync(draft, { force: true });
    writeFileSync(draft, content, { mode: 0o600, flag: "wx" });
    const identity = identify(lstatSync(draft));
    renameSync(draft, file);
    this.#files.set(name, { content, identity });
  }

  /**
   * Writes over a file of it, in place: that needs no room, and whoever reads it meanwhile finds it there. One that was
   * lost is left to the next look, as is one that was exchanged.
   * @param content as long as what is there.
   * @throws the system's error.
   */
  overwrite(name: string, content: string): void {
    const file = join(this.path, name);
    if (statOf(file) === null) return;
    const fd = openSync(file, constants.O_WRONLY | constants.O_NOFOLLOW);
    try {
      if (identify(fstatSync(fd)) !== this.#files.get(name)?.identity) return;
      try {
        const bytes = Buffer.from(content);
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
      } finally {
        // What was written in part only is this run's, too.
        this.#files.set(name, { content, identity: identify(fstatSync(fd)) });
      }
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Takes a lock that systemd-tmpfiles(8) heeds when it cleans by age. Node has no call for it; the lock belongs to what
   * the launcher has open, and MLflow's Python sets it there (flock(2)).
   */
  lock(python: string): void {
    this.#python = python;
    const stdio = ["ignore", "ignore", "ignore", this.#fd] as const;
    try {
      execFileSync(python, ["-I", "-S", "-c", LOCK_FOLDER], {
        stdio: [...stdio],
        env: {},
        timeout: 10_000,
      });
    } catch {
      // A file system without locks: the looks remain.
    }
  }

  /** Calls back when something in it, or it itself, changes: sooner than the next look. */
  onChange(changed: () => void): void {
    this.#changed = changed;
    this.#watcher?.close();
    try {
      this.#watcher = watch(this.path, { persistent: false }, () => this.#tell());
      this.#watcher.on("error", () => {});
    } catch {
      this.#watcher = null;
    }
  }

  /** At once where the folder is gone; else when whoever empties it has had a moment. */
  #tell(): void {
    const stat = statOf(this.path);
    const gone = stat === null || identify(stat) !== identify(fstatSync(this.#fd));
    clearTimeout(this.#telling);
    if (gone) this.#changed();
    else this.#telling = setTimeout(this.#changed, MOMENT).unref();
  }

  look(): Found {
    const folder = statOf(this.path);
    if (folder === null) return "lost";
    if (identify(folder) !== identify(fstatSync(this.#fd))) return "swapped";
    const found = [...this.#files].map(([name, { identity }]) => {
      const stat = statOf(join(this.path, name));
      return stat === null ? "lost" : identify(stat) === identity ? "same" : "swapped";
    });
    return found.find((one) => one === "swapped") ?? found.find((one) => one === "lost") ?? "same";
  }

  /**
   * Writes what was lost again, with the same content.
   * @throws the system's error; `EEXIST` where somebody else was there first.
   */
  restore(): void {
    if (statOf(this.path) === null) {
      const made = make(this.path);
      closeSync(this.#fd);
      this.#fd = made;
      if (this.#python !== null) this.lock(this.#python);
      this.onChange(this.#changed);
    }
    for (const [name, { content }] of this.#files)
      if (statOf(join(this.path, name)) === null) this.write(name, content);
  }

  /** Takes it away, if it is still this one. */
  remove(): void {
    this.#watcher?.close();
    clearTimeout(this.#telling);
    const stat = statOf(this.path);
    if (stat && identify(stat) === identify(fstatSync(this.#fd)))
      rmSync(this.path, { recursive: true, force: true });
    closeSync(this.#fd);
  }
}

/** A name for the folder of this run, the same in each place; none of them is there yet. */
export function privateCandidates(env: Environment, uid: number): PrivatePlace[] {
  const name = `${PRIVATE_PREFIX}${randomBytes(6).toString("hex")}`;
  return privatePlaces(env, uid).map(({ path, shared }) => ({ path: join(path, name), shared }));
}

/** Makes it in the first place that takes it. @throws PrivateFolderError where none does. */
export function createPrivateFolder(
  candidates: readonly PrivatePlace[],
  env: Environment,
  uid: number,
): PrivateFolder {
  const tried: Tried[] = [];
  for (const place of candidates) {
    try {
      return new PrivateFolder(place);
    } catch (error) {
      // The next candidate: a read-only home is common in containers.
      const code = String((error as NodeJS.ErrnoException).code);
      tried.push({ parent: dirname(place.path), error: code });
    }
  }
  const parents = candidates.map(({ path }) => dirname(path));
  const others = privateParents(env).filter((path) => !parents.includes(path));
  throw new PrivateFolderError([
    ...tried,
    ...others.map((parent) => ({ parent, opening: whoCouldSwap(parent, uid)[0] ?? null })),
  ]);
}

/** A place that did not take the folder: the system's code, or who could exchange it there; null if nobody knows. */
export type Tried = { readonly parent: string } & (
  | { readonly error: string }
  | { readonly opening: Opening | null }
);

/** No folder for private files could be made. */
export class PrivateFolderError extends Error {
  override readonly name = "PrivateFolderError";

  constructor(readonly tried: readonly Tried[]) {
    super(`no private folder in ${tried.map(({ parent }) => parent).join(", ")}`);
  }
}

export function writePrivateFiles(folder: PrivateFolder, files: readonly PrivateFile[]): void {
  for (const { name, content } of files) folder.write(name, content.reveal());
}

/** @returns it, open; its name was not there before. */
function make(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  mkdirSync(path, { mode: 0o700 });
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  try {
    return openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    // The next place is tried, and nobody would come back for this one.
    rmdirSync(path);
    throw error;
  }
}
