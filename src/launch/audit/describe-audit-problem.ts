import { describeOpening } from "../../policy/repair/openings.ts";
import { shownFile } from "../../secrets/uri.ts";
import { changeMode } from "../../shell/command.ts";
import type { AuditProblem } from "./audit-problem.ts";

/** Why a file is no audit log, in words. */
export function describeAuditLog(problem: AuditProblem): string {
  return `the audit log ${shownFile(problem.path)} ${against(problem)}`;
}

function against(problem: AuditProblem): string {
  switch (problem.why) {
    case "exchange":
      return `can be exchanged by others: ${problem.opening.path} ${describeOpening(problem.opening)}`;
    case "write":
      return `${describeOpening(problem.opening)} (to close it: ${changeMode("go-w", shownFile(problem.path))})`;
    case "link":
      return "is a link";
    case "kernel":
      return "is a file of the kernel's";
    case "no-file":
      return "is not a regular file";
    case "hard-link":
      return "has another name as well, a hard link";
    case "cannot-open":
      return `cannot be opened for appending (${problem.error})`;
    case "other-owner":
      return `belongs to another account (uid ${problem.uid})`;
  }
}
