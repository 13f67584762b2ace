import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { hasPassword, Secret, shownUrl, withoutPassword } from "../../src/secrets/secret.ts";

const secret = new Secret("hunter2");

describe("a secret", () => {
  it.each([
    ["String()", () => String(secret)],
    ["a template", () => `${secret}`],
    ["concatenation", () => `x${[secret].join()}`],
    ["JSON", () => JSON.stringify({ a: [secret] })],
    ["inspect", () => inspect({ a: secret }, { depth: 9, showHidden: true })],
    ["an error", () => String(new Error("x", { cause: secret }).cause)],
    ["its keys", () => JSON.stringify([Object.entries(secret), { ...secret }])],
  ])("does not show in %s", (_how, show) => {
    expect(show()).not.toContain("hunter2");
  });

  it("is there for the one place that needs it", () => {
    expect(secret.reveal()).toBe("hunter2");
  });
});

describe("a URI", () => {
  it.each([
    "postgresql://ada:hunter2@db/x",
    "postgresql://ada:hun#ter2@db/x",
    "postgresql://ada:hun/ter2@db/x",
    "postgresql://ada:hun?ter2@db/x",
    "mysql+pymysql://ada:hunter2@db:3306/x",
    "https://hunter2@host/x",
    "postgresql://db/x?user=ada&password=hunter2",
    "wasbs://c/x?sig=hunter2",
    "mssql+pyodbc://db/x?driver=ODBC&PWD=hunter2",
    "mssql+pyodbc:///?pwd=hunter2",
    "mssql+pyodbc:///?odbc_connect=DRIVER%3DODBC%3BUID%3Dada%3BPWD%3Dhunter2",
    "mssql+pyodbc:///?x=1&odbc_connect=DRIVER=ODBC;Password=hunter2",
    "sftp://ada:hunter2@host/x",
    "ftp://:hunter2@host/x",
    "mlflow-artifacts://hunter2@host/x",
  ])("%s holds a password, which is left out", (uri) => {
    expect(hasPassword(uri)).toBe(true);
    expect(withoutPassword(uri)).not.toMatch(/hun|ter2/);
  });

  it.each([
    "postgresql://db/x",
    "sqlite:///mlflow.db",
    "sqlite:////home/ada@work/x.db",
    "s3://bucket/path",
    "sftp://ada@host/x",
    "abfss://container@account.dfs.core.windows.net/x",
    "hdfs://ada@host/x",
    "mssql+pyodbc://db/x?driver=ODBC&cpwd=1",
    "mssql+pyodbc:///?odbc_connect=DRIVER%3DODBC%3BServer%3Dpwdhost",
    "./mlruns",
    "ada@example.com",
    "",
  ])("%j holds none and stays as it is", (uri) => {
    expect(hasPassword(uri)).toBe(false);
    expect(withoutPassword(uri)).toBe(uri);
  });
});

describe("a URL that is shown", () => {
  it.each([
    ["https://ada:hunter2@p.example/login", "https://p.example/login"],
    ["https://hunter2@p.example:8443", "https://p.example:8443/"],
    ["HTTPS://ada:hunter2@p.example/", "https://p.example/"],
    ["HTTPS://hunter2@p.example/", "https://p.example/"],
    ["https:/ada:hunter2@p.example/", "https://p.example/"],
    ["https:hunter2@p.example/", "https://p.example/"],
    ["https://p.example/x?token=hunter2", "https://p.example/x"],
    ["https://ada:hunter2@p.example/x?token=hunter2#top", "https://p.example/x#top"],
    ["https://ada:hunter2@p.example/x?page=2", "https://p.example/x?page=2"],
    ["http://p.example", "http://p.example"],
    ["http://p.example/x?page=2", "http://p.example/x?page=2"],
    ["http://ada:hunter2@p.example:port", "http://..."],
    ["nonsense", "nonsense"],
  ])("%s is %s", (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
  });
});
