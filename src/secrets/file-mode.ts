import { statSync } from "node:fs";
import { resolve } from "node:path";

/** Can anybody beside the owner read a file that holds a secret? Who can change it is asked of all files alike. */
export interface FileAccess {
  readonly file: string;
  readonly othersRead: boolean;
}

/** Reads the mode of a file, through links; null where there is no file. `file` stays as the user wrote it. */
export function fileAccess(file: string, cwd: string): FileAccess | null {
  const stat = statSync(resolve(cwd, file), { throwIfNoEntry: false });
  return stat ? { file, othersRead: (stat.mode & 0o044) !== 0 } : null;
}
