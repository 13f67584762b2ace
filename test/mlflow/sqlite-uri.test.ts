import { describe, expect, it } from "vitest";
import { sqliteFile } from "../../src/mlflow/sqlite-uri.ts";

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
