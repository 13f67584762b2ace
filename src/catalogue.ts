import { EXIT } from "./exit-codes.ts";

/** A violation or a failed start: code decides on its id, people read it, and it has a page of its own. */
interface Entry {
  /** The launcher's exit code; null if it is the one that MLflow ended with, 71 instead of 0. */
  readonly exit: number | null;
  readonly title: string;
}

const { stoppedByGuard: VIOLATION, notServing: NOT_SERVING, unavailable: UNUSABLE } = EXIT;

/** All of them by id, in the order in which `rules` lists them; the page of that name in docs/rules/ explains each. */
export const CATALOGUE = {
  "stray-listener": {
    exit: VIOLATION,
    title: "MLflow listens at an address that was not approved",
  },
  "foreign-listener": {
    exit: VIOLATION,
    title: "Another program listens at the address of the server",
  },
  "login-not-asked": { exit: VIOLATION, title: "A request without a password was not turned away" },
  "default-password-accepted": {
    exit: VIOLATION,
    title: "A published default password opens the server",
  },
  "foreign-host-accepted": {
    exit: VIOLATION,
    title: "A request for a foreign host name was not turned away",
  },
  "private-folder-exchanged": {
    exit: VIOLATION,
    title: "Something else is in the place of the private folder",
  },
  "private-folder-lost": {
    exit: VIOLATION,
    title: "The private folder is gone and cannot be written again",
  },
  "cannot-look": { exit: VIOLATION, title: "Nobody could look at a server that others can reach" },
  "claimed-network-changed": {
    exit: VIOLATION,
    title: "The network of the container is not what the claim says any more",
  },
  "port-taken": { exit: NOT_SERVING, title: "Another program listens on the port already" },
  "port-not-allowed": { exit: NOT_SERVING, title: "This user may not use the port" },
  "port-unusable": { exit: NOT_SERVING, title: "The system lets nobody listen on the port" },
  "address-missing": { exit: NOT_SERVING, title: "The address is none of this machine" },
  "store-not-writable": { exit: NOT_SERVING, title: "MLflow could not write its database" },
  "audit-log-unusable": {
    exit: NOT_SERVING,
    title: "The audit log cannot be written, or others could change it",
  },
  "private-folder-unusable": {
    exit: NOT_SERVING,
    title: "There is no place for the private folder of the start",
  },
  "command-too-long": {
    exit: NOT_SERVING,
    title: "Options and variables are more than the system hands to a program",
  },
  "out-of-memory": { exit: NOT_SERVING, title: "There is no memory left" },
  "too-many-processes": { exit: NOT_SERVING, title: "No more processes may be started" },
  "too-many-open-files": { exit: NOT_SERVING, title: "No more files may be opened" },
  "working-directory-gone": { exit: NOT_SERVING, title: "The working directory is gone" },
  "system-call-failed": {
    exit: NOT_SERVING,
    title: "The system failed a call that the launcher needs",
  },
  "launcher-replaced": { exit: NOT_SERVING, title: "A file of mlflow-guard itself is missing" },
  "never-ready": { exit: NOT_SERVING, title: "MLflow was still starting when its time was over" },
  "start-hung": {
    exit: NOT_SERVING,
    title: "MLflow waited for something outside until its time was over",
  },
  "crash-loop": { exit: NOT_SERVING, title: "The workers of MLflow end as soon as they start" },
  "process-left": { exit: NOT_SERVING, title: "A process of MLflow could not be ended" },
  "ended-unasked": { exit: null, title: "MLflow ended, and nobody had asked it to" },
  "killed-from-outside": { exit: null, title: "MLflow was killed" },
  "database-upgrade-needed": { exit: null, title: "The database is of another version of MLflow" },
  "database-newer": { exit: null, title: "The database was made by a newer MLflow" },
  "database-made-twice": {
    exit: null,
    title: "Two processes made the same database at the same time",
  },
  "database-login-refused": {
    exit: null,
    title: "The database does not take the user name or the password",
  },
  "database-client-refused": {
    exit: null,
    title: "The database does not let this user in from this machine",
  },
  "database-name-unknown": {
    exit: null,
    title: "The database server has no database of that name",
  },
  "database-host-unknown": { exit: null, title: "The host of the database leads nowhere" },
  "database-unreachable": { exit: null, title: "The database cannot be reached" },
  "database-driver-missing": {
    exit: null,
    title: "MLflow's Python has no driver for the database",
  },
  "database-file-invalid": { exit: null, title: "The file of the SQLite store is not a database" },
  "database-locked": { exit: null, title: "Another process holds the SQLite database" },
  "artifact-client-missing": {
    exit: null,
    title: "MLflow's Python has no client for the artifact store",
  },
  "presigned-urls-missing": {
    exit: null,
    title: "The artifacts destination gives out no presigned URLs",
  },
  "package-missing": { exit: null, title: "A package is missing beside MLflow" },
  "temporary-folder-missing": { exit: null, title: "Python found no folder for temporary files" },
  "disk-full": { exit: null, title: "The disk is full" },
  "permission-denied": { exit: null, title: "A file or folder may not be read or written" },
  "mlflow-not-runnable": {
    exit: UNUSABLE,
    title: "The system does not run the MLflow that was found",
  },
  "python-not-runnable": {
    exit: UNUSABLE,
    title: "The Python of MLflow ends before it runs anything",
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type CatalogueId = keyof typeof CATALOGUE;

type EndingWith<Exit> = {
  [Id in CatalogueId]: (typeof CATALOGUE)[Id]["exit"] extends Exit ? Id : never;
}[CatalogueId];

/** What ran was not what was approved. */
export type ViolationId = EndingWith<typeof VIOLATION>;

/** MLflow was not started, was not ready in time, or ended unasked. */
export type FailedStartId = Exclude<CatalogueId, ViolationId>;

export const CATALOGUE_IDS = Object.keys(CATALOGUE) as readonly CatalogueId[];
