/** A line of a server that did not start, and what it means to the one who started it. */
export interface StartFailure {
  readonly pattern: RegExp;
  readonly cause: string;
  /**
   * How to fix it; `upgrade` stands for the command that upgrades this store. Never another store: the data would
   * seem to be gone.
   */
  readonly fix: string | "upgrade";
}

const DATABASE = "start the database, or correct its host and port in the store's URI";

/**
 * The first row that fits a line of the last ones is the likely cause, so the narrower ones come first.
 *
 * Sources: measured with MLflow 3.17.2 where a test starts it (test/full/start-failures.test.ts); the rest is what the
 * named programs print: mlflow/store/db/utils.py (`_verify_schema`), alembic/script/base.py, libpq
 * (fe-connect.c), PyMySQL (err.py), SQLite (result codes), errno(3).
 */
export const START_FAILURES: readonly StartFailure[] = [
  {
    pattern: /out-of-date database schema/,
    cause:
      "the database is of another version of MLflow; an older one wants an upgrade, after a backup",
    fix: "upgrade",
  },
  {
    pattern: /Can't locate revision identified by/,
    cause: "the database was made by a newer MLflow than the one that was started",
    fix: "start that newer MLflow: --guard-mlflow PATH",
  },
  {
    // Two servers in one empty folder: measured with SQLite, by how long one of them was behind. The others by what
    // PostgreSQL (errcodes.txt, 42P07, 42701) and MySQL (1050, 1060) say of the same.
    pattern:
      /(?:table|index|relation|column) \S+(?: of relation \S+)? already exists|duplicate column name|pg_type_typname_nsp_index|Online migration expected to match one row/i,
    cause: "another process was making the same database at that moment",
    fix: "start it again; if it says the same and nothing else uses the database, restore that from a backup",
  },
  {
    // tempfile.py of Python: a read-only root without a volume for it.
    pattern: /No usable temporary directory found in/,
    cause: "Python found no folder for temporary files that it can write to",
    fix: "name one that only you can write to, with room: TMPDIR=/path",
  },
  {
    // mlflow/cli/__init__.py of 3.18.0; it ends with code 2.
    pattern: /--artifacts-presigned-only requires an artifacts destination/,
    cause:
      "this artifacts destination gives out no presigned URLs: it is a folder, or a kind of store without them",
    fix: "leave --artifacts-presigned-only out: it is for buckets",
  },
  {
    pattern: /Address already in use|address already in use|\[Errno 98\]|\[Errno 48\]/,
    cause: "another process took the port",
    fix: "choose another: --port 5001",
  },
  {
    pattern: /Cannot assign requested address|\[Errno 99\]/i,
    cause: "the address is no address of this machine any more",
    fix: "see the addresses with: ip address",
  },
  {
    pattern: /password authentication failed|Access denied for user/,
    cause: "the database does not take the user name or the password of the store's URI",
    fix: "correct the user name or the password in the store's URI",
  },
  {
    pattern: /no pg_hba\.conf entry/,
    cause: "the database does not let this user in from here",
    fix: "add the client's address to pg_hba.conf of the database",
  },
  {
    pattern: /FATAL: {2}database "[^"]*" does not exist|Unknown database/,
    cause: "the database server has no database of that name",
    fix: "create it (createdb NAME), or correct the name in the store's URI",
  },
  {
    pattern: /could not translate host name|Name or service not known|Can't connect to MySQL/,
    cause: "the database is not reachable: its host name or address does not lead to one",
    fix: DATABASE,
  },
  {
    pattern:
      /connection to server .* failed|could not connect to server|Connection refused|Connection timed out|server closed the connection/,
    cause: "the database is not reachable",
    fix: DATABASE,
  },
  {
    pattern: /No module named '?(?:psycopg2?|MySQLdb|pymysql|pyodbc|asyncpg)/,
    cause: "the Python environment of MLflow has no driver for this database",
    fix: "install the module that the last line names beside MLflow (psycopg2 comes as psycopg2-binary)",
  },
  {
    pattern: /No module named '?(?:boto3|botocore|google\.cloud|azure)/,
    cause: "the Python environment of MLflow has no client for this artifact store",
    fix: "install the client beside MLflow: boto3 for s3://, google-cloud-storage for gs://",
  },
  {
    pattern: /No module named/,
    cause: "a package is missing in the Python environment of MLflow",
    fix: "mlflow-guard install-mlflow",
  },
  {
    pattern: /file is not a database/,
    cause: "the file of the SQLite store holds something else",
    fix: "correct the path in the store's URI, or restore that file from a backup",
  },
  {
    pattern: /No space left on device|database or disk is full|Disk quota exceeded/,
    cause: "the disk is full",
    fix: "make room: df -h shows which disk is full",
  },
  {
    pattern: /database is locked/,
    cause: "another process holds the SQLite database: perhaps another MLflow on the same file",
    fix: "stop the other one: lsof FILE or fuser -v FILE shows it",
  },
  {
    pattern: /Permission denied|PermissionError|unable to open database file|readonly database/,
    cause: "a file or folder may not be read or written by this user",
    fix: "see whose it is (ls -l), and start as that user, or let this one write there",
  },
  {
    pattern: /Too many open files/,
    cause: "this user may open no more files",
    fix: "raise the limit: ulimit -n 4096",
  },
  {
    pattern: /MemoryError|Cannot allocate memory/,
    cause: "the memory was used up",
    fix: "use fewer workers: --workers 1",
  },
];

/** The likely cause of these last lines; the last line that tells one counts. Null where none does. */
export function causeOf(lines: readonly string[]): StartFailure | null {
  for (const line of [...lines].reverse()) {
    const failure = START_FAILURES.find(({ pattern }) => pattern.test(line));
    if (failure) return failure;
  }
  return null;
}

/** What a server says when one of its workers ends: uvicorn's and gunicorn's supervisors. */
export const WORKER_DIED =
  /Child process \[\d+\] died|Worker \(pid:\d+\) (?:exited with code [1-9]|was sent)/;

/** What MLflow says of a name that is not among its allowed hosts (mlflow/server/fastapi_security.py, security.py). */
export const REJECTED_HOST = /Rejected request with invalid Host header: (.*)$/;
