import { describe, expect, it } from "vitest";
import {
  causeOf,
  REJECTED_HOST,
  START_FAILURES,
  WORKER_DIED,
} from "../../src/mlflow/start-failures.ts";
import { START_FAILURE_WORDS } from "../../src/report/endings/start-failures.ts";

/** As it is said; undefined where there is none. */
function wordsOf(lines: readonly string[]) {
  const id = causeOf(lines);
  return id ? START_FAILURE_WORDS[id].cause : undefined;
}

describe("the likely cause", () => {
  it.each([
    [
      "Error: --artifacts-presigned-only requires an artifacts destination that supports presigned uploads and presigned downloads (got './mlartifacts').",
      "gives out no presigned URLs",
    ],
    [
      "FileNotFoundError: [Errno 2] No usable temporary directory found in ['/tmp', '/var/tmp', '/usr/tmp', '/']",
      "no folder for temporary files",
    ],
    ...[
      "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) table experiments already exists",
      "sqlite3.OperationalError: duplicate column name: step",
      "sqlite3.OperationalError: index index_x already exists",
      "alembic.util.exc.CommandError: Online migration expected to match one row when updating 'a8c4a736bde6' to '39d1c3be5f05' in 'alembic_version'; 0 found",
      'psycopg2.errors.DuplicateTable: relation "experiments" already exists',
      'psycopg2.errors.DuplicateColumn: column "step" of relation "metrics" already exists',
      'duplicate key value violates unique constraint "pg_type_typname_nsp_index"',
      "(1050, \"Table 'experiments' already exists\")",
      "(1060, \"Duplicate column name 'step'\")",
    ].map((line) => [line, "another process was making the same database"]),
    ["[Errno 98] error while attempting to bind on address", "took the port"],
    ["OSError: [Errno 99] Cannot assign requested address", "no address of this machine"],
    ["ERROR:    [Errno 13] Permission denied", "may not be read or written"],
    ["sqlite3.OperationalError: unable to open database file", "may not be read or written"],
    ["sqlite3.OperationalError: attempt to write a readonly database", "may not be read"],
    ["sqlite3.DatabaseError: file is not a database", "holds something else"],
    ["sqlite3.OperationalError: database is locked", "another process holds"],
    [
      'connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused',
      "database is not reachable",
    ],
    ['could not translate host name "db" to address: Name or service not known', "host name"],
    ['FATAL:  password authentication failed for user "mlflow"', "user name or the password"],
    ['FATAL:  database "mlflow" does not exist', "no database of that name"],
    ['FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "does not let this user in"],
    ["(2003, \"Can't connect to MySQL server on 'db'\")", "not reachable"],
    ["(1045, \"Access denied for user 'mlflow'@'localhost'\")", "user name or the password"],
    ["ModuleNotFoundError: No module named 'psycopg'", "no driver"],
    ["ModuleNotFoundError: No module named 'boto3'", "no client for this artifact store"],
    ["ModuleNotFoundError: No module named 'flask_wtf'", "a package is missing"],
    ["OSError: [Errno 28] No space left on device", "disk is full"],
    ["OSError: [Errno 24] Too many open files", "open no more files"],
    ["alembic.util.exc.CommandError: Can't locate revision identified by 'ff'", "newer MLflow"],
  ])("of %j is told", (line, cause) => {
    expect(wordsOf(["Traceback", line, ""])).toContain(cause);
  });

  it("comes with a fix that names no other store", () => {
    expect(START_FAILURES.length).toBeGreaterThan(15);
    for (const { id } of START_FAILURES)
      expect(START_FAILURE_WORDS[id].fix ?? "").not.toMatch(
        /-uri |-destination |another (?:store|file|place|disk)|store of its own/,
      );
  });

  it("is the last one that the lines tell", () => {
    const lines = ["database is locked", "No space left on device", "Shutting down"];
    expect(wordsOf(lines)).toContain("disk is full");
  });

  it.each(["INFO: Application startup complete.", "ValueError: 3", ""])("of %j is none", (line) => {
    expect(causeOf([line])).toBeNull();
  });
});

describe("what servers say", () => {
  it.each([
    ["2026/11/25 03:05:14 INFO:     Child process [4711] died", true],
    ["[2026-11-25 03:05:14 +0000] [1] [ERROR] Worker (pid:12) exited with code 1.", true],
    ["[1] [ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?", true],
    ["[1] [INFO] Worker exiting (pid: 12)", false],
    ["INFO:     Started server process [12]", false],
  ])("of a worker that died: %s", (line, died) => {
    expect(WORKER_DIED.test(line)).toBe(died);
  });

  it("of a name that is rejected", () => {
    const line = "WARNING mlflow.server: Rejected request with invalid Host header: mlflow:5000";
    expect(REJECTED_HOST.exec(line)?.[1]).toBe("mlflow:5000");
  });
});
