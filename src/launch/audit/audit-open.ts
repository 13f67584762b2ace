import { closeSync, constants, fstatSync, openSync, type Stats, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { isNobodyElseHere, whoCouldSwap } from "../../facts/machine/private-places.ts";
import { isForeign } from "../../files/owners.ts";
import { whoCanChange } from "../../files/who-can-change.ts";
import type { Against, AuditProblem } from "./audit-problem.ts";
import { describeAuditLog } from "./describe-audit-problem.ts";

/** Where the audit log cannot be written. */
export class AuditFileError extends Error {
  override readonly name = "AuditFileError";
  readonly problem: AuditProblem;

  constructor(path: string, against: Against) {
    const problem: AuditProblem = { id: "audit-log-unusable", path, ...against };
    super(describeAuditLog(problem));
    this.problem = problem;
  }
}

/**
 * Opens the audit log for appending, and makes it where it is missing. Only a file of this user's or root's with one
 * name is taken, and no link to one: somebody else could have put it there to have another file written; and none that
 * others may write to. What was there keeps its mode.
 * @throws AuditFileError
 */
export function openOwn(path: string, uid: number = process.getuid?.() ?? -1): number {
  const around = exchangeable(dirname(path), uid);
  if (around !== null) throw new AuditFileError(path, around);
  const fd = openNoLink(path);
  const against = whyNot(fstatSync(fd), uid) ?? kernels(fd) ?? openTo(path, uid);
  if (against === null) return fd;
  closeSync(fd);
  throw new AuditFileError(path, against);
}

/** A group's folder of logs is common; what everybody, or another account, may exchange is no evidence. */
function exchangeable(folder: string, uid: number): Against | null {
  const [opening] = whoCouldSwap(folder, uid).filter(
    ({ how }) => how === "owner" || how === "everybody",
  );
  if (!opening || isNobodyElseHere(folder, uid)) return null;
  return { why: "exchange", opening };
}

/** Who can write to it can take lines out of it. */
function openTo(path: string, uid: number): Against | null {
  const opening = whoCanChange(path, uid).find(({ on }) => on === "file");
  if (!opening || isNobodyElseHere(path, uid)) return null;
  return { why: "write", opening };
}

function openNoLink(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOCTTY, O_NOFOLLOW } = constants;
  try {
    // Without waiting: a named pipe has no reader.
    const flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW;
    return openSync(path, flags, 0o600);
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    const against: Against =
      code === "ELOOP" ? { why: "link" } : { why: "cannot-open", error: code };
    throw new AuditFileError(path, against);
  }
}

/** File systems in which a file is no data but the kernel's own (statfs(2), linux/magic.h). */
const KERNELS: ReadonlySet<number> = new Set([
  ...[0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x62656570, 0xcafe4a11],
  ...[0x63677270, 0x27e0eb],
]);

/** What is written there is a setting, or is lost. */
function kernels(fd: number): Against | null {
  try {
    return KERNELS.has(statfsSync(`/proc/self/fd/${fd}`).type) ? { why: "kernel" } : null;
  } catch {
    return null;
  }
}

function whyNot(stat: Stats, uid: number): Against | null {
  if (!stat.isFile()) return { why: "no-file" };
  if (stat.nlink !== 1) return { why: "hard-link" };
  if (uid !== -1 && isForeign(stat.uid, uid)) return { why: "other-owner", uid: stat.uid };
  return null;
}
