import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";

/** The content of a file, or what is wrong with it, in words behind its name. */
export type RegularFile =
  | { readonly bytes: Buffer; readonly owner: number }
  | { readonly problem: string };

export const MISSING = "does not exist";
export const FOLDER = "is a folder";
export const IRREGULAR = "is not a regular file";
export const UNREADABLE = "cannot be read by this user";

const KIBIBYTE = 1024;
const PIECE = 16 * KIBIBYTE;

/**
 * Reads a file that is a plain one and not larger than that many KiB, whatever it says of its size: nothing else can
 * hang or flood the launcher. It is opened once, and what was opened is judged and read.
 */
export function readRegularFile(file: string, kibibytes: number): RegularFile {
  return read(file, (handle, stat) => {
    const tooLarge = { problem: `is larger than ${kibibytes} KiB` };
    if (stat.size > kibibytes * KIBIBYTE) return tooLarge;
    // Files of the kernel's have no size, and others grow meanwhile.
    const bytes = readUpTo(handle, kibibytes * KIBIBYTE + 1);
    return bytes.length > kibibytes * KIBIBYTE ? tooLarge : { bytes, owner: stat.uid };
  });
}

/** The first kibibytes of a plain file; empty where there is none that can be read. */
export function readHead(file: string, kibibytes: number): string {
  const head = read(file, (handle, { uid }) => {
    const bytes = readUpTo(handle, kibibytes * KIBIBYTE);
    return { bytes, owner: uid };
  });
  return "bytes" in head ? head.bytes.toString("utf8") : "";
}

/** The text of a small plain file; empty where there is none that can be read whole. */
export function readTextOrEmpty(file: string): string {
  const found = readRegularFile(file, LARGEST_TEXT_KIB);
  return "bytes" in found ? found.bytes.toString("utf8") : "";
}

const LARGEST_TEXT_KIB = 4096;

/** The text of a plain file that belongs to this user; null if there is none that can be read. */
export function readOwnText(file: string, uid: number, kibibytes: number): string | null {
  const found = readRegularFile(file, kibibytes);
  // A system without such ids has -1.
  const own = "bytes" in found && (found.owner === uid || uid === -1);
  return own ? found.bytes.toString("utf8") : null;
}

function read(file: string, act: (handle: number, stat: Stats) => RegularFile): RegularFile {
  let handle: number | null = null;
  try {
    // A device may do something when it is opened.
    const before = kindProblem(statSync(file));
    if (before !== null) return { problem: before };
    // Without waiting: it may be a pipe without a writer by now.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stat = fstatSync(handle);
    const problem = kindProblem(stat);
    return problem === null ? act(handle, stat) : { problem };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What is no error of the system's says nothing of the file.
    if (code === undefined) throw error;
    return { problem: problemOf(code, handle === null) };
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

function kindProblem(stat: Stats): string | null {
  if (stat.isDirectory()) return FOLDER;
  return stat.isFile() ? null : IRREGULAR;
}

function problemOf(code: string, opening: boolean): string {
  if (code === "ENOENT") return MISSING;
  if (opening && code === "EACCES") return UNREADABLE;
  return `cannot be ${opening ? "opened" : "read"} (${code})`;
}

function readUpTo(handle: number, most: number): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < most) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, most - length));
    const count = readSync(handle, piece, 0, piece.length, null);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  return Buffer.concat(pieces);
}
