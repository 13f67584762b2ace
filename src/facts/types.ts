import type { Opening } from "../files/who-can-change.ts";
import type { AuthConfig } from "../intent/auth-config.ts";
import type { Origin } from "../intent/types.ts";
import type { DefaultPassword } from "../mlflow/login/default-passwords.ts";
import type { BindHost } from "../net/bind-host.ts";
import type { FileAccess } from "../secrets/file-mode.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Grade } from "../secrets/strength.ts";
import type { FoundFile } from "./files/found-file.ts";
import type { FoundMlflow } from "./mlflow/find.ts";
import type { FileStore } from "./stores/file-store.ts";

/** The bind address after the one look-up; `addresses` is empty where a name does not resolve. */
export type BindFact = BindHost & { readonly addresses: readonly string[] };

export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
}

/** Evidence of a container, for the claims that are only true inside one. */
export interface ContainerFact {
  readonly inside: boolean;
  /** Null where nobody has looked, since no claim needs it. */
  readonly network: NetworkFact | null;
}

/** The network namespace of this process. */
export type NetworkFact =
  | { readonly looked: false }
  | {
      readonly looked: true;
      readonly links: readonly Link[];
      /** Every address that is taken here; of a range (AnyIP), both ends. */
      readonly addresses: readonly LocalAddress[];
    };

export interface Link {
  readonly name: string;
  /** As the kernel names it (`veth`, `macvlan`, `bridge`); null for hardware, which has none. */
  readonly kind: string | null;
  readonly up: boolean;
  readonly loopback: boolean;
}

export interface LocalAddress {
  /** Null where no link is named. */
  readonly link: string | null;
  readonly address: string;
}

/** Who could change what was mounted into a container. */
export interface ContainerUse {
  /** The accounts that have a process there. Nobody but root can act as another one. */
  readonly users: readonly number[];
  /** Where something is mounted, without the root itself. */
  readonly mounts: readonly string[];
}

export interface SecretFact {
  readonly name: string;
  readonly origin: Origin;
  readonly secret: Secret;
  readonly grade: Grade;
}

/** A `NAME_FILE` or env file that could not be used. */
export interface UnusableFile {
  readonly origin: Origin;
  readonly what: string;
  readonly fix: string;
}

/** Secrets in an env file that was only found and that git tracks, with their lines (from 1); none of them counts. */
export interface TrackedSecrets {
  /** False where the index of git is there and cannot be read. */
  readonly certain: boolean;
  readonly lines: readonly { readonly name: string; readonly line: number }[];
}

/** Where MLflow keeps its accounts. */
export interface AuthStore {
  readonly uri: Secret;
  readonly kind: "sqlite" | "remote" | "memory";
  /** For sqlite: the file, absolute, and whether it is there with content. */
  readonly file: string | null;
  readonly exists: boolean;
  /** What log-ins may be answered from instead: `read_database_uri` of the authorization config. */
  readonly replicas: readonly { readonly uri: Secret; readonly file: string | null }[];
}

/** What the accounts in the store say; looked at by `server` alone, after everything else is allowed. */
export type StoredAccounts =
  | { readonly looked: false; readonly reason: string }
  | {
      readonly looked: true;
      readonly accounts: number;
      /** Is there an account with the configured admin's name? MLflow creates none then, and needs no password. */
      readonly known: boolean;
      /** Is the configured password that account's? Null without one of the two. */
      readonly same: boolean | null;
      /** Admins whose stored password is one that MLflow published. */
      readonly published: readonly { readonly user: string; readonly password: DefaultPassword }[];
    };

/** Another person's account with a session or a process on this machine. */
export interface OtherUser {
  readonly uid: number;
  readonly name: string | null;
}

/** A SQLite file of this start, or one beside it, that every account of the machine can read or write. */
export interface OpenStore {
  /** Absolute, or from the working directory where it lies below that. */
  readonly file: string;
  /** The permission bits. */
  readonly mode: number;
  readonly written: boolean;
  /** It holds the accounts, which only a login uses. */
  readonly accounts: boolean;
}

export type ArtifactOption = "artifacts-destination" | "default-artifact-root";

/** A local folder in which this start keeps artifacts. */
export interface ArtifactFolder {
  /** The option that names it, or would. */
  readonly option: ArtifactOption;
  /** Absolute, or from the working directory where it lies below that. */
  readonly folder: string;
  readonly origin: Origin;
  /**
   * The server hands out every file below it, `.env` and databases too, and takes files in. A login asks for the
   * permission on an experiment where the path begins with its number, else only for the `default_permission`.
   * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/artifact_router.py
   * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/__init__.py
   *   (`_get_permission_from_experiment_id_artifact_proxy`)
   */
  readonly served: boolean;
  readonly nature: FolderNature | null;
  /** Files of this start that lie in it; looked for where it is served. */
  readonly holds: readonly HeldFile[];
  /** Its mode, if every account of the machine can put files there. */
  readonly open: number | null;
  /** Whose it is, if neither this user's nor root's. */
  readonly owner: number | null;
  readonly own: boolean;
  /** A folder that could take its place. */
  readonly elsewhere: string;
}

/** What a folder is beside a place for data. */
export type FolderNature =
  | { readonly kind: "everything" | "system" | "home" | "credentials" }
  | { readonly kind: "homes"; readonly home: string }
  | { readonly kind: "code"; readonly mark: string };

/** A file, or the folder of the launcher's private files, that no client may fetch or replace. */
export interface HeldFile {
  readonly file: string;
  readonly kind: "secrets" | "settings" | "private" | "accounts" | "data" | "audit";
}

/** What a file decides at this start. */
export type FileRole = "secret" | "settings" | "tls" | "accounts" | "data" | "code";

/** A file that decides something at this start, and that somebody beside this user and root can change. */
export interface ChangeableFile {
  /** As it was named; else absolute, or from the working directory where it lies below that. */
  readonly file: string;
  readonly role: FileRole;
  readonly openings: readonly Opening[];
}

/** A folder of a search path, and why it is not handed on; null where it is. */
export interface PathEntry {
  readonly entry: string;
  readonly reason: PathReason | null;
}

/** Why code is not loaded from a folder; `policy/describe-path.ts` has the words. */
export type PathReason =
  | { readonly code: "relative" | "inside" | "missing" | "no-folder" | "writable" | "adds-app" }
  /** It holds a module of that name. `instead`: of an installed one; else nobody knows what it hides. */
  | { readonly code: "hides"; readonly module: string; readonly instead: boolean };

/** All that was found on the machine, as plain data; today's date too. */
export interface Facts {
  readonly today: string;
  readonly program: string;
  /** Run by `npm start` in a clone. */
  readonly npmStart: boolean;
  readonly cwd: string;
  /** -1 on a system without such ids. */
  readonly uid: number;
  readonly isRoot: boolean;
  readonly hostName: string;
  /** Null where neither HOME nor the list of accounts names one. */
  readonly home: string | null;
  readonly canConfirm: boolean;
  /** This process is the first of its machine or container. */
  readonly isPid1: boolean;
  /** Started by a container's init (tini and its like) as PID 1. */
  readonly underInit: boolean;
  readonly interfaces: readonly InterfaceAddress[];
  readonly bind: BindFact;
  readonly container: ContainerFact;
  readonly mlflow: FoundMlflow | null;
  readonly secretKey: SecretFact | null;
  readonly adminPassword: SecretFact | null;
  /** Encrypts what MLflow's AI gateway stores. */
  readonly kekPassphrase: SecretFact | null;
  /** Where the passphrase before a rotation is that nobody finished. */
  readonly earlierPassphrase: Origin | null;
  /** Those of the env file that the environment covers. */
  readonly coveredSecrets: readonly SecretFact[];
  readonly adminUsername: string;
  readonly authConfig: AuthConfig;
  readonly authStore: AuthStore;
  /** Null where nobody has tried to look. */
  readonly storedAccounts: StoredAccounts | null;
  /** Looked up where nobody is asked for a login on loopback; else empty. */
  readonly otherUsers: readonly OtherUser[];
  readonly openStores: readonly OpenStore[];
  /** The URI of the store, also if nobody named one. */
  readonly backendStore: Secret;
  /** The backend store first. */
  readonly fileStores: readonly FileStore[];
  readonly artifactFolders: readonly ArtifactFolder[];
  readonly files: readonly FileAccess[];
  readonly changeable: readonly ChangeableFile[];
  /** Read in a container, where something can be changed. Null elsewhere: anybody may log in. */
  readonly inside: ContainerUse | null;
  readonly unusableFiles: readonly UnusableFile[];
  readonly trackedSecrets: TrackedSecrets | null;
  readonly foundFile: FoundFile;
  /** Lines of the env file that do not count: what chooses code, and what a file that was only found may not say. */
  readonly leftOut: readonly Origin[];
  readonly pythonPath: readonly PathEntry[];
  /** The folders of LD_LIBRARY_PATH, where the loader looks for libraries first (ld.so(8)). */
  readonly libraryPath: readonly PathEntry[];
  /** Python files in the working directory that would be imported instead of what MLflow needs. */
  readonly shadowing: readonly string[];
  /** The Python of the MLflow that `install-mlflow` made or would make, as `3.11`; looked for where it matters, else null. */
  readonly managedPython: string | null;
}
