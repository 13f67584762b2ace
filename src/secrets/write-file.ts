import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { draftOf } from "./stale-drafts.ts";

/** A file that is to be written, and whether one is there that will be replaced. */
export interface PrivateTarget {
  readonly path: string;
  readonly exists: boolean;
}

/**
 * Where a private file is written: the file itself, or what a link leads to.
 * @returns the reason where that is not a plain file: a device, a folder, a link to nothing, or an open file of a
 *   process (proc(5) `/proc/PID/fd`, such as `/dev/stdout`), which would be replaced under whoever has it open.
 */
export function privateTarget(path: string): PrivateTarget | { readonly problem: string } {
  if (isOpenFile(path)) return { problem: "is an open file of a process, and not a place" };
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return { path, exists: false };
  const target = stat.isSymbolicLink() ? followed(path) : path;
  if (target === null) return { problem: "is a link that leads nowhere" };
  return lstatSync(target).isFile()
    ? { path: target, exists: true }
    : { problem: "is there and is no plain file" };
}

/** Links that lead to links, at most; what goes on after that goes on for ever (path_resolution(7)). */
const MOST_LINKS = 40;

/** Does one of the links on the way lead into /proc? */
function isOpenFile(path: string): boolean {
  let next = path;
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const folder = followed(dirname(next));
    if (folder === null) return false;
    if (folder === "/proc" || folder.startsWith("/proc/")) return true;
    const here = join(folder, basename(next));
    if (!lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
    next = resolve(folder, readlinkSync(here));
  }
  return false;
}

function followed(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** A file with its new content. */
export interface PrivateText extends PrivateTarget {
  readonly text: string;
}

/**
 * Writes beside the files and moves them there whole, in their order: a full disk or a crash loses nothing. Mode 0600
 * from the start.
 * @throws the system's error; what was there is then still there.
 */
export function writePrivateFiles(files: readonly PrivateText[]): void {
  const drafts = files.map((file) => ({ ...file, draft: draftOf(file.path) }));
  try {
    for (const { draft, text } of drafts) writeDraft(draft, text);
    for (const { draft, path, exists } of drafts) {
      if (exists) renameSync(draft, path);
      else linkOrMove(draft, path);
    }
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true });
  }
}

function writeDraft(draft: string, text: string): void {
  const handle = openSync(draft, "wx", 0o600);
  try {
    // Writes all of it, or throws: a full disk takes a part without a word.
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Gives a file another name. A link never replaces a file that appeared meanwhile, and leaves the old name; some file
 * systems have none, and the file is moved.
 * @throws the system's error.
 */
export function linkOrMove(from: string, path: string): void {
  try {
    linkSync(from, path);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) throw error;
    renameSync(from, path);
  }
}
