import type { FailedStartId } from "../catalogue.ts";

/** A line of a server that did not start, and which failure it tells of. */
interface Row {
  readonly pattern: RegExp;
  readonly id: FailedStartId;
}

/**
 * The first row that fits a line of the last ones is the likely cause, so the narrower ones come first. What each means
 * to the one who started it, and how to fix it, is in `report/start-failures.ts`.
 *
 * Sources: measured with MLflow 3.17.2 where a test starts it (test/full/start-failures.test.ts); the rest is what the
 * named programs print: mlflow/store/db/utils.py (`_verify_schema`), alembic/script/base.py, libpq
 * (fe-connect.c), PyMySQL (err.py), SQLite (result codes), errno(3).
 */
export const START_FAILURES = [
  { pattern: /out-of-date database schema/, id: "database-upgrade-needed" },
  { pattern: /Can't locate revision identified by/, id: "database-newer" },
  {
    // Two servers in one empty folder: measured with SQLite, by how long one of them was behind. The others by what
    // PostgreSQL (errcodes.txt, 42P07, 42701) and MySQL (1050, 1060) say of the same.
    pattern:
      /(?:table|index|relation|column) \S+(?: of relation \S+)? already exists|duplicate column name|pg_type_typname_nsp_index|Online migration expected to match one row/i,
    id: "database-made-twice",
  },
  {
    // tempfile.py of Python: a read-only root without a volume for it.
    pattern: /No usable temporary directory found in/,
    id: "temporary-folder-missing",
  },
  {
    // mlflow/cli/__init__.py of 3.18.0; it ends with code 2.
    pattern: /--artifacts-presigned-only requires an artifacts destination/,
    id: "presigned-urls-missing",
  },
  {
    pattern: /Address already in use|address already in use|\[Errno 98\]|\[Errno 48\]/,
    id: "port-taken",
  },
  { pattern: /Cannot assign requested address|\[Errno 99\]/i, id: "address-missing" },
  {
    pattern: /password authentication failed|Access denied for user/,
    id: "database-login-refused",
  },
  { pattern: /no pg_hba\.conf entry/, id: "database-client-refused" },
  {
    pattern: /FATAL: {2}database "[^"]*" does not exist|Unknown database/,
    id: "database-name-unknown",
  },
  {
    pattern: /could not translate host name|Name or service not known|Can't connect to MySQL/,
    id: "database-host-unknown",
  },
  {
    pattern:
      /connection to server .* failed|could not connect to server|Connection refused|Connection timed out|server closed the connection/,
    id: "database-unreachable",
  },
  {
    pattern: /No module named '?(?:psycopg2?|MySQLdb|pymysql|pyodbc|asyncpg)/,
    id: "database-driver-missing",
  },
  {
    pattern: /No module named '?(?:boto3|botocore|google\.cloud|azure)/,
    id: "artifact-client-missing",
  },
  { pattern: /No module named/, id: "package-missing" },
  { pattern: /file is not a database/, id: "database-file-invalid" },
  {
    pattern: /No space left on device|database or disk is full|Disk quota exceeded/,
    id: "disk-full",
  },
  { pattern: /database is locked/, id: "database-locked" },
  {
    pattern: /Permission denied|PermissionError|unable to open database file|readonly database/,
    id: "permission-denied",
  },
  { pattern: /Too many open files/, id: "too-many-open-files" },
  { pattern: /MemoryError|Cannot allocate memory/, id: "out-of-memory" },
] as const satisfies readonly Row[];

/** A failure that MLflow's last lines tell. */
export type StartFailureId = (typeof START_FAILURES)[number]["id"];

/** The likely cause of these last lines; the last line that tells one counts. Null where none does. */
export function causeOf(lines: readonly string[]): StartFailureId | null {
  for (const line of [...lines].reverse()) {
    const failure = START_FAILURES.find(({ pattern }) => pattern.test(line));
    if (failure) return failure.id;
  }
  return null;
}

/** What a server says when one of its workers ends: uvicorn's and gunicorn's supervisors. */
export const WORKER_DIED =
  /Child process \[\d+\] died|Worker \(pid:\d+\) (?:exited with code [1-9]|was sent)/;

/** What MLflow says of a name that is not among its allowed hosts (mlflow/server/fastapi_security.py, security.py). */
export const REJECTED_HOST = /Rejected request with invalid Host header: (.*)$/;
