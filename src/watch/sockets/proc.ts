import { closeSync, openSync } from "node:fs";
import { EXHAUSTED } from "../../files/exhausted.ts";

/** What a file or folder of /proc showed. A process may be gone by then, or belong to somebody else. */
export type Seen<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "denied" };

/** The look failed on this side, for want of descriptors or memory: nothing is known of what it was to show. */
export class CannotLook extends Error {
  override readonly name = "CannotLook";

  /** @param code the system's, as in errno(3). */
  constructor(readonly code: string) {
    super(`could not look (${code})`);
  }
}

const ABSENT = new Set(["ENOENT", "ESRCH"]);
const DENIED = new Set(["EACCES", "EPERM"]);

/** A descriptor that is kept for the looks: one after the other needs one. */
let spare: number | null = null;

/** Keeps a descriptor back, so that a look is possible when there is none left. */
export function keepSpare(): void {
  try {
    spare ??= openSync("/dev/null", "r");
  } catch {
    // There is none at this moment; the next look tries again.
  }
}

/**
 * Reads something of /proc.
 * @throws CannotLook where it may be there, and may be read, but not now.
 */
export function look<T>(read: () => T): Seen<T> {
  try {
    return { kind: "known", value: withSpare(read) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    if (ABSENT.has(code)) return { kind: "absent" };
    if (DENIED.has(code)) return { kind: "denied" };
    throw new CannotLook(code);
  }
}

function withSpare<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (spare === null || !EXHAUSTED.has(code)) throw error;
  }
  closeSync(spare);
  spare = null;
  try {
    return read();
  } finally {
    keepSpare();
  }
}
