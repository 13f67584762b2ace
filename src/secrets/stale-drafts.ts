import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The rest of a draft's name: the process that writes it, and something random. */
const REST = /^\.(?:([1-9]\d{0,9})-)?[0-9a-f]{12}\.new$/;

/** A new name beside the file, for its next content. */
export function draftOf(path: string): string {
  return `${path}.${ownNumber()}${randomBytes(6).toString("hex")}.new`;
}

/**
 * Removes what killed runs left beside a file, secrets in it: drafts by their name, plain files of this user, whose
 * process is gone. A folder that cannot be read holds none that matter to the write.
 */
export function removeStaleDrafts(path: string, uid: number): void {
  const folder = dirname(path);
  for (const name of namesIn(folder)) {
    if (!name.startsWith(basename(path))) continue;
    const rest = REST.exec(name.slice(basename(path).length));
    if (!rest || (rest[1] !== undefined && existsSync(`/proc/${rest[1]}`))) continue;
    const draft = join(folder, name);
    const stat = lstatSync(draft, { throwIfNoEntry: false });
    if (stat?.isFile() && stat.uid === uid) rmSync(draft, { force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** As /proc numbers it; nothing on a system without it. */
function ownNumber(): string {
  try {
    return `${readlinkSync("/proc/self")}-`;
  } catch {
    return "";
  }
}
