import { statSync } from "node:fs";
import { resolve } from "node:path";

/** Can anybody beside the owner read a file that holds a secret? Who can change it is asked of all files alike. */
export interface FileAccess {
  readonly file: string;
  readonly othersRead: boolean;
}

/** Bits of a mode. */
const EVERYBODY_READS = 0o004;
const GROUP_READS = 0o040;

/**
 * Reads the mode of a file, through links; null where there is no file. `file` stays as the user wrote it.
 * @param groupMay its group may read it: systems have a group for those that serve with a TLS key (Debian: ssl-cert).
 */
export function fileAccess(file: string, cwd: string, groupMay = false): FileAccess | null {
  const stat = statSync(resolve(cwd, file), { throwIfNoEntry: false });
  const bits = groupMay ? EVERYBODY_READS : EVERYBODY_READS | GROUP_READS;
  return stat ? { file, othersRead: (stat.mode & bits) !== 0 } : null;
}
