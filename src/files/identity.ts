import { type BigIntStats, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Through all links, also where the last parts are yet to be made. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}

/** A file or folder by what it is, whatever path leads to it; null where there is none, or it cannot be looked at. */
export function placeOf(path: string): string | null {
  const stat = statOf(path);
  return stat ? `${stat.dev}:${stat.ino}` : null;
}

/** Do both paths lead to the same? What is not there is told by its name in the folder that is. */
export function isSame(one: string, other: string): boolean {
  return keyOf(one) === keyOf(other);
}

/**
 * Is this the folder itself, or anything below it? Judged by what the folders are: a link, another spelling or a second
 * mount of the same folder changes nothing.
 */
export function isWithin(folder: string, path: string): boolean {
  return keysOver(path).includes(keyOf(folder));
}

/** Of the path and of every folder above it, up to the root, for those who ask after many folders. See `keyOf`. */
export function keysOver(path: string): string[] {
  return keysOfReal(realPath(path));
}

function keysOfReal(real: string): string[] {
  const above = dirname(real) === real ? [] : keysOfReal(dirname(real));
  return [placeOf(real) ?? `${above[0] ?? ""}/${basename(real)}`, ...above];
}

/** What a path leads to, as a key that only paths to the same have. */
export function keyOf(path: string): string {
  return placeOf(path) ?? keysOver(path)[0] ?? path;
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
