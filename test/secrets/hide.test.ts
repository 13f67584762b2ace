import { describe, expect, it } from "vitest";
import { hideSecrets, secretValues } from "../../src/secrets/hide.ts";
import { Secret } from "../../src/secrets/secret.ts";

describe("a line of another program", () => {
  it.each([
    "postgresql://u:S3cret@h/db",
    "postgresql://u:p@S3cret@h/db",
    "mysql+pymysql://u:S3cret/C@h/db",
    "postgresql://h/db?user=u&password=S3cret",
    "https://s3/x?X-Amz-Signature=S3cret&a=b",
    "connection failed: host=h password=S3cret dbname=x",
    "AWS_SECRET_ACCESS_KEY=S3cret",
    "{'password': 'S3cret', 'a': 1}",
    "GET /x?anything=S3cret&b=S3cret HTTP/1.1",
    "Authorization: Basic UzNjcmV0S3cret==",
    "authorization: bearer S3cret.x",
    "token: S3cret",
  ])("does not show a secret again: %s", (line) => {
    expect(hideSecrets(line, [])).not.toContain("S3cret");
  });

  it.each([
    "INFO:     Uvicorn running on http://127.0.0.1:5000 (Press CTRL+C to quit)",
    "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked",
    'FATAL:  password authentication failed for user "mlflow"',
    "KeyError: 3",
  ])("stays as it is without one: %s", (line) => {
    expect(hideSecrets(line, [])).toBe(line);
  });

  it.each([
    'could not translate host name "S3cret@db" to address',
    "invalid literal for int() with base 10: 'S3c@S3cret'",
    "driver said S3c@S3cret",
    "decoded it is S3c S3cret",
    "the ODBC driver said {Od8c;x}",
    "Od8c;x was not taken for the user ada",
    "the accounts have another one: 4ccounts-pw, and the admin Adm1n-in-a-file",
  ])("does not show what stands in a URI of this start: %s", (line) => {
    const environment = new Map([
      ["MLFLOW_BACKEND_STORE_URI", "postgresql://ada:S3c@S3cret@db/x"],
      ["MLFLOW_REGISTRY_STORE_URI", "mysql://ada:S3c+S3cret@db/x"],
      ["ANY", "DRIVER=x;UID=ada;PWD={Od8c;x}"],
    ]);
    const more = [new Secret("postgresql://a:4ccounts-pw@db/y"), new Secret("Adm1n-in-a-file")];
    const shown = hideSecrets(line, secretValues(environment, more));
    expect(shown).not.toMatch(/S3c|Od8c|4ccounts|Adm1n/);
  });

  it("hides a short one where it is a word of its own", () => {
    const values = secretValues(new Map([["U", "postgresql://ada:log@db/x"]]));
    expect(hideSecrets("log: (log) logging of blog", values)).toBe("...: (...) logging of blog");
  });

  it("does not show the values of this start", () => {
    const environment = new Map([
      ["MLFLOW_AUTH_ADMIN_PASSWORD", "long-enough-$&-value"],
      ["SOME_TOKEN", "short"],
      ["HOME", "/home/somebody"],
    ]);
    const line = "got long-enough-$&-value in a short word at /home/somebody";
    expect(hideSecrets(line, secretValues(environment))).toBe(
      "got ... in a short word at /home/somebody",
    );
  });
});
