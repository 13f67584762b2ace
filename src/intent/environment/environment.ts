import type { Origin, Setting } from "../types.ts";
import type { EnvFileEntry } from "./env-file.ts";
import { type EnvFileAuthority, isMlflows, mayEnvFileSet } from "./env-file-names.ts";

/** How much of an env file counts. */
export interface EnvFileRights {
  readonly authority: EnvFileAuthority;
  /** Names that the command line admits from a file that it names. */
  readonly passed: ReadonlySet<string>;
}

/** What is laid under the real environment. */
export interface EnvFileLayer extends EnvFileRights {
  readonly file: string;
  readonly entries: readonly Pick<EnvFileEntry, "name" | "value" | "line">[];
}

type Real = Readonly<Record<string, string | undefined>>;

/**
 * Lays an env file under the real environment. A variable that is exported, even empty, blocks the file
 * (python-dotenv with `override=False`, which is what `mlflow --env-file` does).
 */
export function layerEnvironment(real: Real, layer: EnvFileLayer): Map<string, Setting> {
  const layered = new Map<string, Setting>();
  for (const { name, value, line } of layer.entries) {
    if (isTaken(name, layer))
      layered.set(name, { value, origin: { kind: "file", name, file: layer.file, line } });
  }
  for (const [name, value] of Object.entries(real)) {
    if (value !== undefined) layered.set(name, { value, origin: { kind: "env", name } });
  }
  return layered;
}

/** What an env file says of variables that the real environment sets as well. */
export function coveredSettings(real: Real, layer: EnvFileLayer): Map<string, Setting> {
  const covered = layerEnvironment({}, layer);
  return new Map([...covered].filter(([name]) => real[name] !== undefined));
}

/** Where the lines stand that do not count, once a name. A file that was only found may be another tool's: MLflow's alone. */
export function leftOut(real: Real, layer: EnvFileLayer): Origin[] {
  const { file, entries, authority } = layer;
  const missed = entries.filter(
    ({ name, value }) =>
      value !== "" &&
      real[name] === undefined &&
      !isTaken(name, layer) &&
      (authority === "named" || isMlflows(name)),
  );
  const lines = new Map(missed.map(({ name, line }) => [name, line]));
  return [...lines].map(([name, line]) => ({ kind: "file", name, file, line }));
}

/** What the lines say that do not count. */
export function untakenSettings({ file, entries, ...layer }: EnvFileLayer): Map<string, Setting> {
  const untaken = entries.filter(({ name }) => !isTaken(name, layer));
  return new Map(
    untaken.map(({ name, value, line }) => [
      name,
      { value, origin: { kind: "file", name, file, line } },
    ]),
  );
}

/** Does what an env file says of this variable count? */
export function isTaken(name: string, { authority, passed }: EnvFileRights): boolean {
  return mayEnvFileSet(name, authority) || (authority === "named" && passed.has(name));
}

/** A variable as click sees it: an empty one counts as not set. */
export function readVariable(
  environment: ReadonlyMap<string, Setting>,
  name: string | undefined,
): Setting | undefined {
  const setting = name === undefined ? undefined : environment.get(name);
  return setting?.value ? setting : undefined;
}
