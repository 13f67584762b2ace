import { describe, expect, it } from "vitest";
import { hideSecrets, secretValues } from "../../src/secrets/hide.ts";

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
