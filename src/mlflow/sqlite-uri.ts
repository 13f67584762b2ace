import { resolve } from "node:path";

/**
 * The file of a SQLite URI, absolute; null for another database or one in memory.
 * @see https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#connect-strings
 */
export function sqliteFile(uri: string, cwd: string): string | null {
  const path = /^sqlite(?:\+\w+)?:\/\/\/([^?]*)/.exec(uri)?.[1];
  return path && path !== ":memory:" ? resolve(cwd, path) : null;
}
