import { describe, expect, it } from "vitest";
import { intentOf } from "../support/world.ts";

const OPTIONS = [
  "--backend-store-uri",
  "--registry-store-uri",
  "--read-replica-backend-store-uri",
  "--workspace-store-uri",
];

describe("a store that could only fail", () => {
  it.each(OPTIONS)("of %s is refused with a fix, and no part of the password", (option) => {
    for (const uri of ["postgresql://ada:hun@ter2@db/x", "postgresql://ada:hun[ter2@db/x"]) {
      const { problems } = intentOf({ words: [option, uri] });
      expect(problems).toMatchObject([
        { what: expect.stringContaining(`${option} holds a`), fix: expect.stringContaining("%40") },
      ]);
      expect(JSON.stringify(problems)).not.toMatch(/hun|ter2/);
    }
  });

  it.each([
    ["--backend-store-uri", "postgresql://ada:hunter%ff@db/x", "in its user or password"],
    ["--backend-store-uri", "postgresql://ad%e4:hunter@db/x", "in its user or password"],
    ["--default-artifact-root", "file:///srv/%ff", "that are no UTF-8"],
    ["--artifacts-destination", "/srv/%C3%28", "that are no UTF-8"],
    ["--backend-store-uri", "file:///srv/%ff", "that are no UTF-8"],
  ])("since %s %s would be read as other bytes is refused", (option, uri, text) => {
    const { problems } = intentOf({ words: [option, uri] });
    expect(problems).toMatchObject([{ what: expect.stringContaining(text) }]);
    expect(JSON.stringify(problems)).not.toMatch(/hunter/);
  });

  it.each([
    ["--backend-store-uri", "sqlite:////srv/%ff.db"],
    ["--backend-store-uri", "postgresql://ada:hunt%C3%A9r@db/x"],
    ["--default-artifact-root", "file:///srv/%E6%97%A5%2F100%"],
    ["--default-artifact-root", "s3://bucket/%ff"],
  ])("is none where every reader makes the same of it: %s %s", (option, uri) => {
    expect(intentOf({ words: [option, uri] }).problems).toEqual([]);
  });

  it("of the accounts, named by a variable, is refused in the same way", () => {
    for (const uri of ["postgresql://ada:hun@ter2@db/x", "http://hunter2/x"]) {
      const { problems } = intentOf({ env: { MLFLOW_GUARD_AUTH_DATABASE_URI: uri } });
      expect(problems).toMatchObject([
        { what: expect.stringContaining("MLFLOW_GUARD_AUTH_DATABASE_URI ") },
      ]);
      expect(JSON.stringify(problems)).not.toMatch(/hun|ter2/);
    }
  });

  it("says how to write what it cannot read", () => {
    const fix = (uri: string) =>
      intentOf({ words: ["--backend-store-uri", uri] }).problems.map((one) => one.fix);
    const encoded = "percent-encode its UTF-8: %C3%A9 is an e with an acute accent";
    expect(fix("file:///srv/%ff")).toEqual([encoded]);
    expect(fix("postgresql://ada:x%ff@db/x")).toEqual([encoded]);
    expect(fix("http://mlflow.example")).toEqual([
      "name the database: sqlite:////path/mlflow.db or postgresql://...; the URL of another server is for clients (MLFLOW_TRACKING_URI)",
    ]);
    for (const uri of ["postgresql://ada:hun@ter2@db/x", "postgresql://a[a:hunter2@db/x"])
      expect(fix(uri)).toEqual(["percent-encode it: %40 for @, %5B for [, %5D for ]"]);
  });

  it.each(["http://mlflow.example:5000", "HTTPS://ada:hunter2@mlflow.example"])("is %s", (uri) => {
    const { problems } = intentOf({ env: { MLFLOW_BACKEND_STORE_URI: uri } });
    expect(problems).toMatchObject([
      { what: expect.stringContaining("MLFLOW_BACKEND_STORE_URI is a URL of http") },
    ]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it.each([
    "sqlite:///mlflow.db",
    "sqlite:////home/ada@work/[x].db",
    "postgresql://ada@corp:hunter2@db/x",
    "postgresql://ada:hun%40ter2@db/x",
    "postgresql://ada:hun/ter2@db/x",
    "postgresql://ada@db/x",
    "postgresql://db/x?application_name=http:y",
    "./postgresql://ada:hun[ter2@db/x",
    "postgresql://ada:hunter2@[::1]:5432/x",
    "postgresql://db/x?user=a@b",
    "mssql+pyodbc:///?odbc_connect=UID%3Dada",
    "./mlruns",
    "",
  ])("is not %j", (uri) => {
    expect(intentOf({ words: [`--backend-store-uri=${uri}`] }).problems).toEqual([]);
  });

  it("is none where artifacts are kept", () => {
    expect(intentOf({ words: ["--artifacts-destination", "http://store/x"] }).problems).toEqual([]);
  });
});
