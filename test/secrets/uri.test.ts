import { describe, expect, it } from "vitest";
import {
  isShownWhole,
  mayHoldSecret,
  NOT_SHOWN,
  secretParts,
  shownFile,
  shownUri,
  shownUrl,
} from "../../src/secrets/uri.ts";

describe("a URI is shown with scheme, host and the name of the database alone", () => {
  it.each([
    ["postgresql://ada:hunter2@db/x", "postgresql://db/x"],
    [
      "postgresql+psycopg2://ada@corp:hunter2@db.example:5432/x",
      "postgresql+psycopg2://db.example:5432/x",
    ],
    ["postgresql://ada:hun@ter2@db/x", "postgresql://db/x"],
    ["postgresql://ada:hun[ter2@db/x", "postgresql://db/x"],
    ["postgresql://ada@db/x", "postgresql://db/x"],
    ["postgresql://ada:hunter2@db", "postgresql://db"],
    ["postgresql://ada:hunter2@db/", "postgresql://db/"],
    ["postgresql://ada:hunter2@one:1,two:2/x", "postgresql://one:1,two:2/x"],
    ["postgresql://ada:hunter2@[::1]:5432/x", "postgresql://[::1]:5432/x"],
    ["POSTGRESQL://ada:hunter2@db/x", "POSTGRESQL://db/x"],
    ["mysql+pymysql://ada:hunter2@db:3306/x", "mysql+pymysql://db:3306/x"],
    ["postgresql://db/x?user=ada&password=hunter2", "postgresql://db/x"],
    ["postgresql://db/x?anything=hunter2", "postgresql://db/x"],
    ["postgresql://db/x#hunter2", "postgresql://db/x"],
    ["mssql+pyodbc:///?odbc_connect=DRIVER%3DODBC%3BUID%3Dada%3BPWD%3Dhunter2", "mssql+pyodbc:///"],
    ["mssql+pyodbc://ada:hunter2@dsn", "mssql+pyodbc://dsn"],
    ["sqlite:///x.db?key=hunter2", "sqlite:///x.db"],
    ["sqlite+pysqlcipher://:hunter2@/x.db", "sqlite+pysqlcipher:///x.db"],
    [
      "wasbs://box@account.blob.core.windows.net/x?sig=hunter2",
      "wasbs://account.blob.core.windows.net/x",
    ],
    ["s3://bucket/path/to?versionId=hunter2", "s3://bucket/path/to"],
    ["s3://key:hunter2@bucket/path", "s3://bucket/path"],
  ])("%s is %s", (uri, shown) => {
    expect(shownUri(uri)).toBe(shown);
    expect(isShownWhole(uri)).toBe(false);
  });

  it.each([
    ["a / in the password", "postgresql://ada:hun/ter2@db/x"],
    ["a ? in it", "postgresql://ada:hun?ter2@db/x"],
    ["a # in it", "postgresql://ada:hun#ter2@db/x"],
    ["an @ and a /", "postgresql://ada:h@hun/ter2@db/x"],
    ["an @ and a ?", "postgresql://ada:h@hun?ter2@db/x"],
    ["an @ in a parameter", "postgresql://ada:h@db/x?password=hun@ter2"],
    ["a host that is none", "postgresql://hun ter2/x"],
    ["a port that is none", "postgresql://db:hunter2/x"],
    ["a list with a hole that is none", "postgresql://db,hun{ter2/x"],
  ])("of %s only the scheme", (_what, uri) => {
    expect(shownUri(uri)).toBe("postgresql://...");
  });

  it.each([
    ["a path that may be a token", "https://host/hooks/hunter2", "https://host/..."],
    ["the same of a scheme that nobody knows", "odd://host/hunter2", "odd://host/..."],
    ["a path with parameters", "s3://bucket/x;token=hunter2", "s3://bucket/..."],
    ["a scheme without slashes", "postgresql:ada:hunter2", "postgresql:..."],
    ["the same of another", "hunter2:ada", NOT_SHOWN],
    ["one slash", "s3:/hunter2", "s3:..."],
    ["an ODBC string", "Driver={ODBC Driver 18};Server=tcp:db;Uid=ada;Pwd=hunter2", NOT_SHOWN],
    ["a libpq string", "host=db user=mlflow password=hunter2 dbname=x", NOT_SHOWN],
    ["one pair of it", "password=hunter2", NOT_SHOWN],
    ["half of a URI", "ada:hunter2@db/x", NOT_SHOWN],
    ["a user of one letter", "u:hunter2@db/x", NOT_SHOWN],
    ["the same without a host", "u:hunter2", NOT_SHOWN],
    ["a token", "hunter2@db/x", NOT_SHOWN],
    ["no scheme", "//u:hunter2@db/x", NOT_SHOWN],
    ["no scheme, and a token", "//hunter2@db/x", NOT_SHOWN],
    ["no colon", "postgresql//hunter2@db/x", NOT_SHOWN],
    ["what is encoded", "u%3Ahunter2%40db/x", NOT_SHOWN],
    ["a blank in front", " postgresql://u:hunter2@db/x", NOT_SHOWN],
    ["quotes", "'postgresql://u:hunter2@db/x'", NOT_SHOWN],
    ["JSON", '{"password": "hunter2"}', NOT_SHOWN],
    ["another kind of URI", "jdbc:postgresql://u:hunter2@db/x", NOT_SHOWN],
    ["a drive that is none", "u:hunter2/x", NOT_SHOWN],
    ["a folder that is none", "./u:hunter2@db/x", NOT_SHOWN],
    ["a file that is none", "file:hunter2@db/x", "file:..."],
    ["a name and a password", "/:hunter2@db/x", NOT_SHOWN],
    ["a password in a path of SQLite", "sqlite:///ada:hunter2@db/x", "sqlite:///..."],
  ])("leaves out %s", (_what, uri, shown) => {
    expect(shownUri(uri)).toBe(shown);
    expect(isShownWhole(uri)).toBe(false);
  });

  it.each([
    "postgresql://db/x",
    "postgresql://db:5432/x",
    "sqlite:///mlflow.db",
    "sqlite:////home/ada@work/x.db",
    "sqlite://",
    "s3://bucket/path",
    "file:///srv/mlruns",
    "file:mlruns",
    "./mlruns",
    "../mlruns",
    "~/mlruns",
    "/home/ada@work/x",
    "./ada/my@work",
    "file:/home/ada@work",
    "my data/x",
    "C:\\mlruns",
    "",
  ])("%j stays as it is", (uri) => {
    expect(shownUri(uri)).toBe(uri);
    expect(isShownWhole(uri)).toBe(true);
    expect(mayHoldSecret(uri)).toBe(false);
  });
});

describe("a URI may hold a secret", () => {
  it.each([
    "postgresql://ada:hunter2@db/x",
    "postgresql://ada@corp:hunter2@db/x",
    "postgresql://ada:hun/ter2@db/x",
    "postgresql://ada:hun#ter2@db/x",
    "https://hunter2@host/x",
    "s3://hunter2@bucket/x",
    "ftp://:hunter2@host/x",
    "postgresql://db/x?user=ada&password=hunter2",
    "postgresql://db/x?anything=hunter2",
    "wasbs://c/x?sig=hunter2",
    "mssql+pyodbc:///?odbc_connect=DRIVER%3DODBC",
    "Driver={ODBC};Pwd=hunter2",
    "host=db user=ada password=hunter2",
    "ada:hunter2@db/x",
    "u:hunter2@db/x",
    "//u:hunter2@db/x",
    "hdfs:/u:hunter2@db/x",
    "s3:/hunter2@bucket",
    "dbfs:/x?key=hunter2",
    "sqlite:u:hunter2@x",
    "other:/x",
  ])("%s", (uri) => {
    expect(mayHoldSecret(uri)).toBe(true);
  });

  it.each([
    "dbfs:/x/y",
    "HDFS:/x",
    "mlflow-artifacts:/x",
    "sftp://ada@host/x",
    "abfss://container@account.dfs.core.windows.net/x",
    "hdfs://ada@host/x",
    "postgresql://ada@db/x?sslmode=require&connect_timeout=3",
    "sqlite:///x.db?timeout=30",
    "mssql+pyodbc://dsn?driver=ODBC+Driver+18",
    "ada@example.com",
  ])("not %s", (uri) => {
    expect(mayHoldSecret(uri)).toBe(false);
  });
});

describe("a URL that is shown", () => {
  it.each([
    ["https://ada:hunter2@p.example/login", "https://p.example/login"],
    ["https://hunter2@p.example:8443", "https://p.example:8443/"],
    ["HTTPS://ada:hunter2@p.example/", "https://p.example/"],
    ["https:/ada:hunter2@p.example/", "https://p.example/"],
    ["https:hunter2@p.example/", "https://p.example/"],
    ["https://p.example/x?token=hunter2", "https://p.example/x"],
    ["https://ada:hunter2@p.example/x?page=2#top", "https://p.example/x"],
    ["https://ada:12/hunter2@p.example/x", "https://..."],
    ["http://p.example", "http://p.example"],
    ["http://ada:hunter2@p.example:port", "http://..."],
    ["nonsense", "nonsense"],
  ])("%s is %s", (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
  });
});

describe("what others must not quote of a URI", () => {
  it.each([
    ["postgresql://ada:hunter2@db/x", ["hunter2"]],
    ["postgresql://ada@corp:hunter2@db/x", ["hunter2"]],
    ["postgresql://ada:hun@ter2@db/x", ["hun@ter2", "hun", "ter2"]],
    ["postgresql://ada:hun/ter2@db/x", ["hun/ter2"]],
    ["postgresql://ada:hun%40ter2@db/x", ["hun%40ter2", "hun@ter2"]],
    ["postgresql://ada:hunter%@db/x", ["hunter%"]],
    ["postgresql://ada:hun'ter2@db/x", ["hun'ter2", "hun\\'ter2"]],
    ["postgresql://db/x?user=ada&password=hunter+2", ["ada", "hunter+2", "hunter 2"]],
    ["postgresql://db/x?sslmode=require", []],
    ["postgresql://mlflow:mlflow@db/mlflow", []],
    ["postgresql://ada@db/x", []],
    ["https://hunter2@host/x", ["hunter2"]],
    ["Driver=ODBC;UID=ada;PWD={hun;ter2};Port=1", ["ODBC", "ada", "hun;ter2"]],
    [
      "mssql+pyodbc:///?odbc_connect=UID%3Dada%3BPWD%3Dhunter2",
      ["UID%3Dada%3BPWD%3Dhunter2", "UID=ada;PWD=hunter2", "ada", "hunter2"],
    ],
    ["ada:hunter2@db/x", ["hunter2"]],
    ["//ada:hunter2@db/x", ["hunter2"]],
    ["./mlruns", []],
    ["", []],
  ])("%s", (uri, parts) => {
    expect(secretParts(uri)).toEqual(parts);
  });
});

describe("a path that was made absolute", () => {
  it.each([
    ["/srv/logs/2026-12-01T10:00.log", true],
    ["/srv/a@b/c", true],
    ["/srv/http:/u:p@h/x", false],
    ["/srv/u:p@h", false],
    ["/srv/x?token=y", false],
  ])("%s is shown: %s", (path, shown) => {
    expect(shownFile(path) === path).toBe(shown);
  });
});
