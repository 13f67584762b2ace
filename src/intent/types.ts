import type { ServerKind } from "../mlflow/options/server-option-table.ts";

/** Where a setting came from. `name` is the flag or variable, `file` and `line` the place in an env file. */
export interface Origin {
  readonly kind: "flag" | "env" | "file" | "default";
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
}

/** A value together with its origin: no message about a setting is written without saying who set it. */
export interface Setting<T = string> {
  readonly value: T;
  readonly origin: Origin;
}

/** A setting that another one covers, and what that one covers in turn. */
export interface Covered extends Setting {
  readonly under?: Setting;
}

/** A command line or file that cannot be understood: exit 64 (wrong usage). */
export interface UsageProblem {
  readonly what: string;
  readonly fix: string;
}

/** MLflow's options by their long name, as the user set them; an option nobody set is absent. */
export type OptionValues = ReadonlyMap<string, Setting<string | boolean>>;

/** The launcher's own options; repeatable ones keep every value in order. */
export type GuardValues = ReadonlyMap<string, readonly Setting[]>;

/** An option that the table does not know, in the form `--name=value` or bare. */
export interface UnknownOption {
  readonly raw: string;
  readonly inline: boolean;
}

/** One option found inside `--uvicorn-opts` or `--gunicorn-opts`. */
export interface ServerOption {
  readonly name: string;
  readonly value: string | null;
}

/** What `--uvicorn-opts`/`--gunicorn-opts` say, sorted by what the launcher does with it. */
export interface ServerOptions {
  readonly kind: ServerKind;
  readonly origin: Origin;
  readonly admitted: readonly ServerOption[];
  /** Overridden by what MLflow appends, so dropped with a word about it. */
  readonly ineffective: readonly ServerOption[];
  /** Would switch a protection off, so dropped with a word about it. */
  readonly dropped: readonly ServerOption[];
  readonly refused: readonly { readonly option: string; readonly reason: string }[];
}

/** A length of time. */
export type Seconds = number;

/**
 * MLflow's own settings, each read once. Null: nobody set it. What MLflow has a default for that counts here is never
 * null, and its origin says so.
 */
export interface MlflowSettings {
  readonly host: Setting;
  readonly port: Setting<number>;
  readonly workers: Setting<number> | null;
  readonly staticPrefix: Setting | null;
  readonly allowedHosts: Setting<readonly string[]>;
  readonly corsAllowedOrigins: Setting<readonly string[]>;
  readonly disableSecurityMiddleware: Setting<boolean>;
  readonly xFrameOptions: Setting | null;
  readonly appName: Setting | null;
  readonly dev: Setting<boolean>;
  readonly gunicornOpts: Setting | null;
  readonly uvicornOpts: Setting | null;
  readonly exposePrometheus: Setting | null;
  readonly traceArchivalConfig: Setting | null;
  readonly backendStoreUri: Setting | null;
  readonly defaultArtifactRoot: Setting | null;
  readonly artifactsDestination: Setting | null;
  readonly serveArtifacts: Setting<boolean>;
  readonly artifactsOnly: Setting<boolean>;
}

/** The launcher's own settings, in the same way; what may be given several times is a list. */
export interface LauncherSettings {
  readonly mlflowPath: Setting | null;
  readonly namedEnvFile: Setting | null;
  readonly install: boolean;
  readonly openPage: boolean;
  readonly waivedRules: readonly Setting[];
  readonly waiverReason: Setting | null;
  readonly waiverUntil: Setting | null;
  readonly published: Setting | null;
  readonly behindProxy: Setting | null;
  readonly loginApp: Setting | null;
  readonly passEnv: readonly Setting[];
  readonly tlsCert: Setting | null;
  readonly tlsKey: Setting | null;
  readonly profile: Setting | null;
  readonly logFormat: Setting | null;
  readonly logLevel: Setting | null;
  readonly auditLog: Setting | null;
  readonly stopTimeout: Setting<Seconds> | null;
  readonly readyTimeout: Setting<Seconds>;
}

/** All that was asked for, nothing that was found on the machine. */
export interface ServerIntent extends MlflowSettings, LauncherSettings {
  readonly command: "server" | "ui";
  /** The same as the named settings, by the names of the options: for what treats all of them alike. */
  readonly options: OptionValues;
  readonly guard: GuardValues;
  readonly unknown: readonly UnknownOption[];
  readonly server: ServerOptions;
  /** The environment after the env file: the real environment wins, an exported empty variable too. */
  readonly environment: ReadonlyMap<string, Setting>;
  /** What the env file says beneath the environment: what that covers, and the names of secret files. */
  readonly beneath: ReadonlyMap<string, Covered>;
  /** Lines of the env file that do not count, by their name: the command line says too little for them. */
  readonly untaken: ReadonlyMap<string, Setting>;
  /** The env file that was read, if any. */
  readonly envFile: string | null;
}
