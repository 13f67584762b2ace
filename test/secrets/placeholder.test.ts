import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Kind, placeholderIn, placeholderInUri } from "../../src/secrets/placeholder.ts";

const KINDS: readonly Kind[] = ["name", "path", "key", "secret"];

describe("what nobody filled in", () => {
  it.each([
    "${ADMIN_USER}",
    "${ADMIN_USER:-admin}",
    "${ADMIN_USER:?set it}",
    "$(ADMIN_USER)",
    "{{ admin_user }}",
    "{{ .Values.admin.user }}",
    "{% raw %}",
    "#{AdminUser}#",
    "${{ secrets.ADMIN_USER }}",
    "%{admin_user}",
    "$[variables.admin]",
    "<%= admin_user %>",
  ])("%s is seen wherever it stands", (sign) => {
    for (const kind of ["name", "path", "key"] as const) {
      expect(placeholderIn(`a-${sign}-b`, kind)).not.toBeNull();
    }
    expect(placeholderIn(sign.replace(/#$/, ""), "secret")).not.toBeNull();
    expect(placeholderIn(`Kx7${sign}9Qz`, "secret")).toBeNull();
  });

  it.each([
    "$ADMIN_USER",
    "%ADMIN_USER%",
    "__ADMIN_USER__",
    "@ADMIN_USER@",
    "<admin user>",
    "<your-host>",
    "changeme",
    "CHANGE_ME",
    "change-me-please",
    "please-change-this",
    "replace_me",
    "FIXME",
    "placeholder",
    "your-username",
    "your_database",
  ])("%s is seen as a name, a folder and a secret", (sign) => {
    expect(placeholderIn(sign, "name")).toBe(sign);
    expect(placeholderIn(`/srv/${sign}/x`, "path")).toBe(sign);
    expect(placeholderIn(sign, "secret")).toBe(sign);
    expect(placeholderIn(`/runs/${sign}/x`, "key")).toBeNull();
  });

  it.each([
    ["postgresql://${DB_USER}:x9Qz@db/mlflow", "user"],
    ["postgresql://$DB_USER:$DB_PASSWORD@$DB_HOST/$DB_NAME", "user"],
    ["postgresql://ada:${DB_PASSWORD}@db/mlflow", "password"],
    ["postgresql://ada:changeme@db/mlflow", "password"],
    ["postgresql://ada:${{ secrets.DBPW }}@db/mlflow", "password"],
    ["postgresql://ada:op%3A%2F%2Fteam%2Fdb%2Fpassword@db/mlflow", "password"],
    ["postgresql://ada:%3Cpassword%3E@db/mlflow", "password"],
    ["postgresql://ada:x9Qz@<host>/mlflow", "host"],
    ["postgresql://ada:x9Qz@db-<region>.example.com:5432/mlflow", "host"],
    ["postgresql://ada:x9Qz@changeme.example.com/mlflow", "host"],
    ["postgresql://db/{{ database }}", "path"],
    ["postgresql://db/mlflow?sslrootcert=${CERT}", "query"],
    ["sqlite:////srv/$TEAM/mlflow.db", "path"],
    ["sqlite:////srv/<team>/mlflow.db", "path"],
    ["${DB_URI}", null],
    ["<your database uri>", null],
  ] as const)("%s: its %s", (uri, part) => {
    expect(placeholderInUri(uri, false)?.part).toBe(part);
  });

  it.each([
    ["s3://<bucket>/runs", "host"],
    ["s3://your-bucket/runs", "host"],
    ["s3://$BUCKET/runs", "host"],
    ["s3://mlflow/${TEAM}/runs", "path"],
    ["gs://mlflow/{{ team }}", "path"],
  ] as const)("of artifacts, too: %s", (uri, part) => {
    expect(placeholderInUri(uri, true)?.part).toBe(part);
  });

  it.each([
    ["postgresql://USER:PASSWORD@HOST/DATABASE", "user", "USER"],
    ["postgresql://USERNAME:PASSWORD@db.example.com:5432/mlflow", "user", "USERNAME"],
    ["postgresql://ada:PASSWORD@db/DBNAME", "password", null],
    ["postgresql://ada:PASSWORD@HOST:PORT/mlflow", "password", null],
    ["postgresql://ada:x9Qz@HOSTNAME/mlflow", "host", "HOSTNAME"],
    ["postgresql://ada:x9Qz@db:PORT/mlflow", "port", "PORT"],
    ["postgresql://DB_USER:DB_PASS@db/mlflow", "user", "DB_USER"],
    ["https://NAME", "host", "NAME"],
    ["sqlite:///PATH", "path", "PATH"],
  ])("%s is a sample of documentation", (uri, part, sign) => {
    expect(placeholderInUri(uri, false)).toEqual({ part, sign });
  });

  it("knows the sample of the pages", () => {
    const [uri = ""] =
      /postgresql:\/\/[A-Z][^\s`"]*/.exec(readFileSync("docs/how-to/container.md", "utf8")) ?? [];
    expect(uri).toContain("@");
    expect(placeholderInUri(uri, false)).not.toBeNull();
    expect(placeholderInUri("s3://BUCKET/PATH", true)).toEqual({ part: "host", sign: "BUCKET" });
  });

  it("shows nothing that could be a part of a password", () => {
    const shown = (uri: string) => JSON.stringify(placeholderInUri(uri, false));
    expect(shown("postgresql://ada:${hunter2}@db/x")).not.toContain("hunter2");
    expect(shown("postgresql://ada:pa/{{hunter2}}@db/x")).not.toContain("hunter2");
    expect(shown("postgresql://db/x?password=${hunter2}")).not.toContain("hunter2");
  });
});

describe("what means itself", () => {
  it.each([
    ["postgresql://ada:PASSWORD@db/mlflow", false],
    ["postgresql://USER:x9Qz@db/mlflow", false],
    ["postgresql://ada:x9Qz@db/DATABASE", false],
    ["mssql+pyodbc://ada:x9Qz@SERVER/mlflow", false],
    ["postgresql://user:password@host/database", false],
    ["postgresql://MYUSER:PASSWORDS@HOSTS.example/DATABASES", false],
    ["s3://bucket/PATH", true],
    ["s3://bucket/USER/NAME", true],
  ])("%s, with fewer words of a sample", (uri, artifacts) => {
    expect(placeholderInUri(uri, artifacts)).toBeNull();
  });

  it.each([
    ["wasbs://$web@account.blob.core.windows.net/runs", true],
    ["wasbs://$logs@account.blob.core.windows.net/runs", true],
    ["s3://bucket/<date>/runs", true],
    ["s3://bucket/todo/changeme/x", true],
    ["s3://bucket/{experiment}/{run}", true],
    ["s3://bucket/a$b/100%/x", true],
    ["s3://mlflow.fsn1.your-objectstorage.com/runs", true],
    ["sqlite:////srv/{team}/mlflow.db", false],
    ["sqlite:///%(here)s/mlflow.db", false],
    ["sqlite:////srv/todo/mlflow.db", false],
    ["sqlite:////srv/change/me.db", false],
    ["postgresql://ada:pa$word@db/mlflow", false],
    ["postgresql://ada:a<b>c@db/mlflow", false],
    ["postgresql://ada:%24x%7B%7Bq@db/mlflow", false],
    ["postgresql://ada@corp:x9Qz@db/mlflow", false],
    ["postgresql://u12345.your-server.de/mlflow", false],
    ["mssql+pyodbc://ada:x9Qz@db/mlflow?driver=ODBC+Driver+18+for+SQL+Server", false],
    ["file:///srv/runs", true],
    ["./mlruns", false],
  ] as const)("%s", (uri, artifacts) => {
    expect(placeholderInUri(uri, artifacts)).toBeNull();
  });

  it.each([
    "admin",
    "ada.lovelace",
    "ada@corp.example",
    "CORP\\ada",
    "READ",
    "user{1}",
    "a<1>",
  ])("%s", (name) => {
    expect(placeholderIn(name, "name")).toBeNull();
  });

  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
  const name = fc
    .array(word, { minLength: 1, maxLength: 4 })
    .map((words) => words.join("-"))
    .filter((text) => !/change|replace|fill|edit|place|fixme|your/.test(text));
  const host = fc.array(name, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
  /** Any printable sign, the reserved ones encoded as in a URI. */
  const password = fc
    .stringMatching(/^[!-~]{8,40}$/)
    .filter((text) => !/^(?:\$[A-Z]|%[A-Z]|__|<.*>$|[$#]\{|\$\(|\{[{%])/.test(text));
  const folders = fc.array(fc.stringMatching(/^[\w.,=@+~ -]{1,12}$/), { maxLength: 4 });

  it("is every ordinary name, path and password", () => {
    fc.assert(
      fc.property(name, host, password, folders, (user, where, secret, path) => {
        for (const kind of KINDS) expect(placeholderIn(where, kind)).toBeNull();
        expect(placeholderIn(secret, "secret")).toBeNull();
        const uri = `postgresql://${user}:${encodeURIComponent(secret)}@${where}:5432/mlflow`;
        expect(placeholderInUri(uri, false)).toBeNull();
        const plain = path.filter(
          (one) => !/^(?:__|change|replace|fill|edit|place|fixme|your)/i.test(one),
        );
        expect(placeholderInUri(`/${plain.join("/")}`, false)).toBeNull();
        expect(placeholderInUri(`s3://${where}/${path.join("/")}`, true)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});
