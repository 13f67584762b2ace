import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { privateParents } from "../facts/private-parents.ts";
import { EMPTY_FOLDER, type PrivateFile } from "../plan/types.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How the name of every private folder begins. */
export const PRIVATE_PREFIX = "mlflow-guard-";

/** Names for the private folder of a run, none of which is there yet. */
export function privateCandidates(env: Environment): string[] {
  const name = `${PRIVATE_PREFIX}${randomBytes(6).toString("hex")}`;
  return privateParents(env.XDG_RUNTIME_DIR).map((parent) => join(parent, name));
}

/** A folder of this run that only its user can enter; it goes when the run ends. */
export function createPrivateFolder(candidates: readonly string[]): string {
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { mode: 0o700 });
      mkdirSync(join(folder, EMPTY_FOLDER), { mode: 0o500 });
      return folder;
    } catch {
      // The next candidate; a read-only runtime folder is common in containers.
    }
  }
  throw new PrivateFolderError(candidates.map((folder) => dirname(folder)).join(", "));
}

/** No folder for private files could be made. */
export class PrivateFolderError extends Error {
  override readonly name = "PrivateFolderError";

  constructor(readonly tried: string) {
    super(`cannot write to ${tried}`);
  }
}

export function writePrivateFiles(folder: string, files: readonly PrivateFile[]): void {
  for (const { name, content } of files)
    writeFileSync(join(folder, name), content.reveal(), { mode: 0o600, flag: "wx" });
}

export function removePrivateFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
