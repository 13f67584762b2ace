import { lstatSync, type Stats } from "node:fs";

/** A file that is written to anew keeps its inode, not its times. Of a folder the times say nothing. */
export function identify(stat: Stats): string {
  const { dev, ino, uid, mode, size, mtimeMs } = stat;
  const content = stat.isDirectory() ? [] : [size, mtimeMs];
  return [dev, ino, uid, mode, ...content].join(":");
}

/** Null where it is not there. */
export function statOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}
