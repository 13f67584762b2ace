import { lstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";

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

/** Through all links, also where the last part is yet to be made. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}

/** Is there anything of this name? A link that leads nowhere, too, and what may not be looked at. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOTDIR";
  }
}

/** Is this the folder itself, or anything below it? Both as `realPath` gives them. */
export function isWithin(folder: string, path: string): boolean {
  return !isAbove(relative(folder, path));
}

function isAbove(path: string): boolean {
  return path === ".." || path.startsWith(`..${sep}`);
}

/** A folder by what it is, whatever path leads to it; null where there is none. */
export function placeOf(folder: string): string | null {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : null;
}
