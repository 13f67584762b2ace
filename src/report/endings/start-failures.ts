import type { StartFailureId } from "../../mlflow/start-failures.ts";

/** What a failure of MLflow's start means to the one who started it. */
export interface StartFailureWords {
  readonly cause: string;
  /** How to fix it; null for the command that upgrades this store. Never another store: the data would seem to be gone. */
  readonly fix: string | null;
}

const DATABASE = "start the database, or correct its host and port in the store's URI";

/** By what MLflow's last lines tell, see `mlflow/start-failures.ts`. */
export const START_FAILURE_WORDS: Readonly<Record<StartFailureId, StartFailureWords>> = {
  "database-upgrade-needed": {
    cause:
      "the database is of another version of MLflow; an older one wants an upgrade, after a backup",
    fix: null,
  },
  "database-newer": {
    cause: "the database was made by a newer MLflow than the one that was started",
    fix: "start that newer MLflow: --guard-mlflow PATH",
  },
  "database-made-twice": {
    cause: "another process was making the same database at that moment",
    fix: "start it again; if it says the same and nothing else uses the database, restore that from a backup",
  },
  "temporary-folder-missing": {
    cause: "Python found no folder for temporary files that it can write to",
    fix: "name one that only you can write to, with room: TMPDIR=/path",
  },
  "presigned-urls-missing": {
    cause:
      "this artifacts destination gives out no presigned URLs: it is a folder, or a kind of store without them",
    fix: "leave --artifacts-presigned-only out: it is for buckets",
  },
  "port-taken": { cause: "another process took the port", fix: "choose another: --port 5001" },
  "address-missing": {
    cause: "the address is no address of this machine any more",
    fix: "see the addresses with: ip address",
  },
  "database-login-refused": {
    cause: "the database does not take the user name or the password of the store's URI",
    fix: "correct the user name or the password in the store's URI",
  },
  "database-client-refused": {
    cause: "the database does not let this user in from here",
    fix: "add the client's address to pg_hba.conf of the database",
  },
  "database-name-unknown": {
    cause: "the database server has no database of that name",
    fix: "create it (createdb NAME), or correct the name in the store's URI",
  },
  "database-host-unknown": {
    cause: "the database is not reachable: its host name or address does not lead to one",
    fix: DATABASE,
  },
  "database-unreachable": { cause: "the database is not reachable", fix: DATABASE },
  "database-driver-missing": {
    cause: "the Python environment of MLflow has no driver for this database",
    fix: "install the module that the last line names beside MLflow (psycopg2 comes as psycopg2-binary)",
  },
  "artifact-client-missing": {
    cause: "the Python environment of MLflow has no client for this artifact store",
    fix: "install the client beside MLflow: boto3 for s3://, google-cloud-storage for gs://",
  },
  "package-missing": {
    cause: "a package is missing in the Python environment of MLflow",
    fix: "mlflow-guard install-mlflow",
  },
  "database-file-invalid": {
    cause: "the file of the SQLite store holds something else",
    fix: "correct the path in the store's URI, or restore that file from a backup",
  },
  "disk-full": { cause: "the disk is full", fix: "make room: df -h shows which disk is full" },
  "database-locked": {
    cause: "another process holds the SQLite database: perhaps another MLflow on the same file",
    fix: "stop the other one: lsof FILE or fuser -v FILE shows it",
  },
  "permission-denied": {
    cause: "a file or folder may not be read or written by this user",
    fix: "see whose it is (ls -l), and start as that user, or let this one write there",
  },
  "too-many-open-files": {
    cause: "this user may open no more files",
    fix: "raise the limit: ulimit -n 4096",
  },
  "out-of-memory": { cause: "the memory was used up", fix: "use fewer workers: --workers 1" },
};
