import { describe, expect, it } from "vitest";
import { isOddSqlite, sqliteFile } from "../../../src/mlflow/stores/sqlite-uri.ts";

describe("the file of a SQLite URI", () => {
  it.each([
    ["sqlite:///mlflow.db", "/srv/mlflow.db"],
    ["sqlite:////data/x.db", "/data/x.db"],
    ["sqlite:///data/x.db?timeout=9", "/srv/data/x.db"],
    ["sqlite+pysqlite:///x.db", "/srv/x.db"],
    ["sqlite://", null],
    ["sqlite:///", null],
    ["sqlite:///?timeout=9", null],
    ["sqlite:///:memory:", null],
    ["postgresql:///x.db", null],
    ["xsqlite:///x.db", null],
    ["", null],
  ])("%s is %s", (uri, file) => {
    expect(sqliteFile(uri, "/srv")).toBe(file);
  });
});

describe("a SQLite URI that may open another file than its path", () => {
  it.each([
    "sqlite://@/good.db",
    "sqlite://host/good.db",
    "sqlite:///file:good.db?uri=true",
    "sqlite:///good.db?mode=rwc",
    "sqlite:///good.db?timeout=5&uri=true",
    "sqlite+pysqlcipher:///good.db",
    "SQLite:///good.db",
    "sqlite:good.db",
  ])("is odd: %s", (uri) => {
    expect(isOddSqlite(uri)).toBe(true);
  });

  it.each([
    "sqlite:///basic_auth.db",
    "sqlite:////data/x y.db?timeout=9",
    "sqlite+pysqlite:///x.db",
    "sqlite://",
    "sqlite:///:memory:",
    "postgresql://u@h/d?sslmode=require",
    "",
  ])("is not: %s", (uri) => {
    expect(isOddSqlite(uri)).toBe(false);
  });
});
