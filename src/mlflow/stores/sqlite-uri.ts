import { resolve } from "node:path";
import { has } from "../versions/versions.ts";

/**
 * Where MLflow keeps its data when nobody says where.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/cli/__init__.py
 */
export const DEFAULT_STORE = "sqlite:///mlflow.db";

/**
 * The file of a SQLite URI, absolute; null for another database or one in memory.
 * @see https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#connect-strings
 */
export function sqliteFile(uri: string, cwd: string): string | null {
  const path = /^sqlite(?:\+\w+)?:\/\/\/([^?]*)/.exec(uri)?.[1];
  return path && path !== ":memory:" ? resolve(cwd, path) : null;
}

/**
 * Does MLflow make the folder of this database? It knows only the plain spelling.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/store/db/utils.py (`_make_parent_dirs_if_sqlite`)
 */
export function isFolderMade(uri: string, version: string | null): boolean {
  return has(version, "sqliteFolderMade") && uri.startsWith("sqlite:///");
}

/**
 * The files that SQLite keeps beside a database and plays back into it, under the name that all links lead to.
 * @see https://www.sqlite.org/tempfiles.html
 */
export function sideFiles(file: string): string[] {
  return ["-journal", "-wal", "-shm"].map((ending) => `${file}${ending}`);
}

export function isSqlite(uri: string): boolean {
  return /^sqlite/i.test(uri);
}

/** Spelled so that SQLAlchemy may open another file than the path says: a host, a `file:` URI, options of its own. */
export function isOddSqlite(uri: string): boolean {
  const plain = /^sqlite(?:\+pysqlite)?:\/\/(?:\/(?!file:)[^?#]*(?:\?timeout=[\d.]+)?)?$/;
  return isSqlite(uri) && !plain.test(uri);
}
