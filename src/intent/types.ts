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

/** Which program MLflow puts in front of its app. */
export type ServerKind = "uvicorn" | "gunicorn" | "waitress";

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

/** All that was asked for, nothing that was found on the machine. */
export interface ServerIntent {
  readonly command: "server" | "ui";
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
