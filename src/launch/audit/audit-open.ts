import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { resolve } from "node:path";
import type { ServerIntent } from "../../intent/types.ts";
import { cannotOpen, lookAt, whyNot } from "./audit-look.ts";
import type { Against, AuditProblem } from "./audit-problem.ts";
import { describeAuditLog } from "./describe-audit-problem.ts";

/** Where the audit log cannot be written. */
export class AuditFileError extends Error {
  override readonly name = "AuditFileError";
  readonly problem: AuditProblem;

  constructor(path: string, against: Against) {
    const problem = problemOf(path, against);
    super(describeAuditLog(problem));
    this.problem = problem;
  }
}

/**
 * Why a start from this folder would not take its audit log; null if it would, or if none was asked for. Nothing is
 * opened, made or changed.
 */
export function findAuditProblem(
  { auditLog }: Pick<ServerIntent, "auditLog">,
  cwd: string,
  uid: number = ownUid(),
): AuditProblem | null {
  if (auditLog === null) return null;
  const path = resolve(cwd, auditLog.value);
  const against = lookAt(path, uid);
  return against && problemOf(path, against);
}

/**
 * Opens the audit log for appending, and makes it where it is missing. Only a file of this user's or root's with one
 * name is taken, and no link to one: somebody else could have put it there to have another file written; and none that
 * others may write to. What was there keeps its mode.
 * @throws AuditFileError
 */
export function openOwn(path: string, uid: number = ownUid()): number {
  // First: to open a device may start something.
  const seen = lookAt(path, uid);
  // Whether it can be opened, the system says best.
  if (seen !== null && seen.why !== "cannot-open") throw new AuditFileError(path, seen);
  const fd = openNoLink(path, seen);
  // What was looked at may have been exchanged.
  const against = whyNot(fstatSync(fd), `/proc/self/fd/${fd}`, path, uid);
  if (against === null) return fd;
  closeSync(fd);
  throw new AuditFileError(path, against);
}

function ownUid(): number {
  return process.getuid?.() ?? -1;
}

function problemOf(path: string, against: Against): AuditProblem {
  return { id: "audit-log-unusable", path, ...against };
}

/** @param seen why that should fail, if it should. */
function openNoLink(path: string, seen: Against | null): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOCTTY, O_NOFOLLOW } = constants;
  try {
    // Without waiting: a named pipe has no reader.
    const flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW;
    return openSync(path, flags, 0o600);
  } catch (error) {
    const isLink = (error as NodeJS.ErrnoException).code === "ELOOP";
    throw new AuditFileError(path, seen ?? (isLink ? { why: "link" } : cannotOpen(error)));
  }
}
