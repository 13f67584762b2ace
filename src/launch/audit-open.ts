import { closeSync, constants, fstatSync, openSync, type Stats, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { isNobodyElseHere, whoCouldSwap } from "../facts/private-places.ts";
import { isForeign } from "../files/owners.ts";
import { whoCanChange } from "../files/who-can-change.ts";
import { describeOpening } from "../policy/openings.ts";
import { changeMode } from "../shell/command.ts";

/** Where the audit log cannot be written. */
export class AuditFileError extends Error {
  override readonly name = "AuditFileError";
}

/**
 * Opens the audit log for appending, and makes it where it is missing. Only a file of this user's or root's with one
 * name is taken, and no link to one: somebody else could have put it there to have another file written; and none that
 * others may write to. What was there keeps its mode.
 * @throws AuditFileError
 */
export function openOwn(path: string, uid: number = process.getuid?.() ?? -1): number {
  const reason = whyNotIn(dirname(path), uid);
  if (reason !== null) throw new AuditFileError(`the audit log ${path} ${reason}`);
  const fd = openNoLink(path);
  const problem = problemOf(fstatSync(fd), uid) ?? kernels(fd) ?? openTo(path, uid);
  if (problem === null) return fd;
  closeSync(fd);
  throw new AuditFileError(`the audit log ${path} ${problem}`);
}

/** A group's folder of logs is common; what everybody, or another account, may exchange is no evidence. */
function whyNotIn(folder: string, uid: number): string | null {
  const [open] = whoCouldSwap(folder, uid).filter(
    ({ how }) => how === "owner" || how === "everybody",
  );
  if (!open || isNobodyElseHere(folder, uid)) return null;
  return `can be exchanged by others: ${open.path} ${describeOpening(open)}`;
}

/** Who can write to it can take lines out of it. */
function openTo(path: string, uid: number): string | null {
  const open = whoCanChange(path, uid).find(({ on }) => on === "file");
  if (!open || isNobodyElseHere(path, uid)) return null;
  return `${describeOpening(open)} (to close it: ${changeMode("go-w", path)})`;
}

function openNoLink(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOCTTY, O_NOFOLLOW } = constants;
  try {
    // Without waiting: a named pipe has no reader.
    const flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW;
    return openSync(path, flags, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === "ELOOP" ? "is a link" : `cannot be opened for appending (${code})`;
    throw new AuditFileError(`the audit log ${path} ${what}`);
  }
}

/** File systems in which a file is no data but the kernel's own (statfs(2), linux/magic.h). */
const KERNELS: ReadonlySet<number> = new Set([
  ...[0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x62656570, 0xcafe4a11],
  ...[0x63677270, 0x27e0eb],
]);

/** What is written there is a setting, or is lost. */
function kernels(fd: number): string | null {
  try {
    return KERNELS.has(statfsSync(`/proc/self/fd/${fd}`).type) ? "is a file of the kernel's" : null;
  } catch {
    return null;
  }
}

function problemOf(stat: Stats, uid: number): string | null {
  if (!stat.isFile()) return "is not a regular file";
  if (stat.nlink !== 1) return "has another name as well, a hard link";
  if (uid !== -1 && isForeign(stat.uid, uid)) return `belongs to another account (uid ${stat.uid})`;
  return null;
}
