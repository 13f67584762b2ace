import { lstatSync, statSync } from "node:fs";
import { dirname, relative, sep } from "node:path";

/** May everybody pass through this folder and all above it? */
export function isReachable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isReachable(dirname(folder));
}

/** A path in or below the working directory as a person would write it there. */
export function fromHere(file: string, cwd: string): string {
  const path = relative(cwd, file);
  if (isAbove(path)) return file;
  if (path === "") return ".";
  return path.startsWith("-") ? `./${path}` : path;
}

/** Is there anything of this name? A link that leads nowhere, too, and what may not be looked at. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOTDIR";
  }
}

function isAbove(path: string): boolean {
  return path === ".." || path.startsWith(`..${sep}`);
}
