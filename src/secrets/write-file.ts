import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";

/** A file that is to be written, and whether one is there that will be replaced. */
export interface PrivateTarget {
  readonly path: string;
  readonly exists: boolean;
}

/**
 * Where a private file is written: the file itself, or what a link leads to.
 * @returns the reason where that is no plain file: a device, a folder, a link to nothing.
 */
export function privateTarget(path: string): PrivateTarget | { readonly problem: string } {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return { path, exists: false };
  const target = stat.isSymbolicLink() ? followed(path) : path;
  if (target === null) return { problem: "is a link that leads nowhere" };
  return lstatSync(target).isFile()
    ? { path: target, exists: true }
    : { problem: "is there and is no plain file" };
}

function followed(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/**
 * Writes beside the file and moves it there whole: a full disk or a crash loses nothing. Mode 0600 from the start.
 * @param pid of this process, so that two writers do not share a draft.
 * @throws the system's error; the old content is then still there.
 */
export function writePrivateFile(target: PrivateTarget, text: string, pid: number): void {
  const draft = `${target.path}.${pid}.new`;
  try {
    const handle = openSync(draft, "wx", 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    // A link never replaces a file that appeared meanwhile.
    if (target.exists) renameSync(draft, target.path);
    else linkSync(draft, target.path);
  } finally {
    rmSync(draft, { force: true });
  }
}
