/** Where `init` keeps the secrets: an env file or a folder of secret files. */
export interface Place {
  /** As the person named it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** The settings that are there. @throws NotDone where they cannot be read for certain, or the system's error. */
  readonly read: () => ReadonlyMap<string, string>;
  /** @throws the same; what was there is then still there. */
  readonly write: (values: ReadonlyMap<string, string>) => void;
  /** Removes what a run that was killed left beside it. */
  readonly sweep: () => void;
  /** What must not get into git: the file or folder, or the files of a folder that is a work tree itself. */
  readonly hidden: () => readonly string[];
  /** What a command needs to read it: ` --guard-env-file FILE`, or nothing. */
  readonly option: string;
  /** What the start below is given beside its words, after what this user has in the environment. */
  readonly variables: () => Readonly<Record<string, string>>;
  /** The lines to paste that start a server with them, after steps that need them as well. */
  readonly use: (start: string, steps: readonly string[]) => readonly string[];
}
