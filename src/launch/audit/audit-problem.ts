import type { Opening } from "../../files/who-can-change.ts";

/** Why a file is no audit log; `describe-audit-problem.ts` has the words. */
export type AuditProblem = { readonly id: "audit-log-unusable"; readonly path: string } & Against;

export type Against =
  /** `exchange`: the folder lets others put another file there. `write`: the file itself does. */
  | { readonly why: "exchange" | "write"; readonly opening: Opening }
  | { readonly why: "link" | "kernel" | "no-file" | "hard-link" }
  /** `error` is the system's code. */
  | { readonly why: "cannot-open"; readonly error: string }
  | { readonly why: "other-owner"; readonly uid: number };
