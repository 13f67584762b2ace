import { describe, expect, it } from "vitest";
import { renderUsage } from "../../src/report/text.ts";
import { STORE_SPELLINGS } from "../support/store-spellings.ts";
import { intentOf } from "../support/world.ts";

const STORES = [
  "--backend-store-uri",
  "--registry-store-uri",
  "--read-replica-backend-store-uri",
  "--workspace-store-uri",
];

describe("the spelling of a store", () => {
  it.each(STORE_SPELLINGS.map(([uri, what, fix]) => ({ uri, what, fix })))("$uri", ({
    uri,
    what,
    fix,
  }) => {
    for (const option of STORES) {
      const { problems } = intentOf({ words: [`${option}=${uri}`] });
      const expected = {
        what: expect.stringContaining(what ?? ""),
        fix: expect.stringContaining(fix ?? ""),
      };
      expect(problems).toMatchObject(what === null ? [] : [expected]);
      if (what !== null) expect(problems[0]?.what).toContain(`${option} `);
    }
    const env = { MLFLOW_BACKEND_STORE_URI: uri };
    expect(intentOf({ env }).problems).toHaveLength(what === null ? 0 : 1);
  });

  it("is that of the accounts as well; of an odd SQLite URI their config speaks", () => {
    const of = (uri: string) => intentOf({ env: { MLFLOW_GUARD_AUTH_DATABASE_URI: uri } }).problems;
    expect(of("postgres://ada:x@h/db")).toMatchObject([
      {
        what: "MLFLOW_GUARD_AUTH_DATABASE_URI begins with postgres:, which MLflow does not know",
      },
    ]);
    expect(of("sqlite://auth.db")).toEqual([]);
  });

  it.each([
    ["postgres//db/x", "has no colon behind its scheme"],
    ["MYSQL+pymysql//db/x", "has no colon behind its scheme"],
    ["  sqlite:///x.db", "begins with a blank"],
    ["JDBC:postgresql://db/x", "is a URL of Java"],
    ["postgresql:/db\nx", "has no two slashes behind postgresql:"],
    ["sqlite:/a\nb", "has one slash behind sqlite:"],
    ["sqlite://a/localhost/b", "write sqlite:///a/localhost/b"],
    ["postgresql://[::1]:x/db", "has a port that is no number"],
  ])("is said of %j: %s", (uri, words) => {
    const { problems } = intentOf({ words: [`--backend-store-uri=${uri}`] });
    expect(problems).toHaveLength(1);
    expect(`${problems[0]?.what}; ${problems[0]?.fix}`).toContain(words);
  });

  it.each([
    "postgres://ada:hunter2@db/x",
    "postgres+hunter2://db/x",
    "postgresql+a+hunter2://db/x",
    "Postgresql+hunter2://db/x",
    "postgresql:/ada:hunter2@db/x",
    "postgresql://ada:x@h:hunter2/x",
    "postgresql://ada:hunter2/x",
    "sqlite:ada:hunter2@x",
    "sqlite://ada:hunter2@x",
    "sqlite:/x?password=hunter2",
    "jdbc:postgresql://db/x?password=hunter2",
    '"postgresql://ada:hunter2@db/x"',
    "s3:/ada:hunter2@bucket",
  ])("shows no part that may be secret: %s", (uri) => {
    const { problems } = intentOf({ words: [`--backend-store-uri=${uri}`] });
    expect(problems).not.toEqual([]);
    expect(renderUsage(problems, "mlflow-guard")).not.toContain("hunter2");
  });

  it.each([
    ["${DB}://x"],
    ["postgresql://ada:x@h:${PORT}/db"],
    ["postgresql://ada:x@h:<port>/db"],
    ["postgresql://ada:x@h:PORT/db"],
    ["./postgres:x"],
    ["databricks://profile"],
    ["./x'sqlite:x"],
    ["data/ sqlite:x"],
    ["./jdbc:x"],
    ["./postgresql//x"],
    ["postgres-data//x"],
    ["mysql+//x"],
    ["some-plugin://x"],
  ])("is not judged where somebody else does, or nobody can: %s", (uri) => {
    expect(intentOf({ words: [`--backend-store-uri=${uri}`] }).problems).toEqual([]);
  });
});

describe("the spelling of a place for artifacts", () => {
  it.each([
    ["s3:/bucket/x", "has no two slashes and a name behind s3:", "write s3://bucket/x"],
    ["s3:bucket", "has no two slashes and a name behind s3:", "write s3://bucket"],
    ["s3:///x", "has no two slashes and a name behind s3:", "write s3://x"],
    ["gs:///a//b", "has no two slashes and a name behind gs:", "write gs://a//b"],
    ["gs:/", "has no two slashes and a name behind gs:", "write gs://NAME/PATH"],
    ["wasbs:/c:hunter2@h/x", "has no two slashes and a name", "write wasbs://NAME/PATH"],
    ["s3a://bucket/x", "begins with s3a:, which MLflow does not know", "write s3://"],
    ["gcs://bucket/x", "begins with gcs:", "write gs://"],
    ["azure://c/x", "begins with azure:", "write wasbs://"],
    ['"s3://bucket"', "begins with a quotation mark", "take the quotation marks away"],
  ])("%s", (uri, what, fix) => {
    for (const option of ["--default-artifact-root", "--artifacts-destination"]) {
      const { problems } = intentOf({ words: [`${option}=${uri}`] });
      expect(problems).toMatchObject([
        { what: expect.stringContaining(what), fix: expect.stringContaining(fix) },
      ]);
      expect(JSON.stringify(problems)).not.toContain("hunter2");
    }
  });

  it.each([
    "s3://bucket/x",
    "S3://bucket/x",
    " s3://bucket/x",
    "gs://bucket",
    "wasbs://c@a.blob.core.windows.net/x",
    "hdfs:/x",
    "dbfs:/x",
    "mlflow-artifacts:/x",
    "ftp:/x",
    "file:/x",
    "./x",
    "some-plugin:x",
  ])("is fine: %s", (uri) => {
    expect(intentOf({ words: [`--artifacts-destination=${uri}`] }).problems).toEqual([]);
  });
});
