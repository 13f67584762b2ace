import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** The content of a file, or what is wrong with it, in words behind its name. */
export type RegularFile =
  | { readonly bytes: Buffer; readonly owner: number }
  | { readonly problem: string };

export const MISSING = "does not exist";
export const FOLDER = "is a folder";
export const IRREGULAR = "is not a regular file";
export const UNREADABLE = "cannot be read by this user";

/** Reads a file that is a plain one and not larger than that many KiB; nothing else can hang or flood the launcher. */
export function readRegularFile(file: string, kibibytes: number): RegularFile {
  let handle: number;
  try {
    // Non-blocking: a FIFO without a writer would hang the launcher.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return { problem: openProblem((error as NodeJS.ErrnoException).code) };
  }
  try {
    const stat = fstatSync(handle);
    if (stat.isDirectory()) return { problem: FOLDER };
    if (!stat.isFile()) return { problem: IRREGULAR };
    if (stat.size > kibibytes * 1024) return { problem: `is larger than ${kibibytes} KiB` };
    return { bytes: readFileSync(handle), owner: stat.uid };
  } finally {
    closeSync(handle);
  }
}

function openProblem(code: string | undefined): string {
  if (code === "ENOENT") return MISSING;
  return code === "EACCES" ? UNREADABLE : `cannot be opened (${code ?? "unknown error"})`;
}
