import { statSync } from "node:fs";
import { resolve } from "node:path";

/** Who, beside the owner, can read or write a file that holds a secret. */
export interface FileAccess {
  readonly file: string;
  readonly othersRead: boolean;
  readonly othersWrite: boolean;
}

/** Can the group or everybody write a file of this mode? */
export function othersCanWrite(mode: number): boolean {
  return (mode & 0o022) !== 0;
}

/** Does it belong to somebody else, who may write it whatever its mode says? Root's is everybody's own. */
export function isForeign(owner: number, uid: number): boolean {
  return owner !== uid && owner !== 0;
}

/** Reads the mode of a file, through links; null where there is no file. `file` stays as the user wrote it. */
export function fileAccess(file: string, cwd: string): FileAccess | null {
  const stat = statSync(resolve(cwd, file), { throwIfNoEntry: false });
  if (!stat) return null;
  return { file, othersRead: (stat.mode & 0o044) !== 0, othersWrite: othersCanWrite(stat.mode) };
}
