import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { isForeign } from "../../files/owners.ts";
import type { EnvFileEntry } from "../../intent/environment/env-file.ts";
import {
  coveredSettings,
  type EnvFileLayer,
  layerEnvironment,
  leftOut,
  untakenSettings,
} from "../../intent/environment/environment.ts";
import type { Covered, Origin, Setting, UsageProblem } from "../../intent/types.ts";
import { FILE_TWINS, LOGIN_SECRETS, variableOf } from "../../secrets/names.ts";
import { shownValue } from "../../secrets/quoted.ts";
import { FOLDER, MISSING, readRegularFile, UNREADABLE } from "../../secrets/regular-file.ts";
import { readSecretFile } from "../../secrets/secret-file.ts";
import { takeOwnership } from "../../shell/command.ts";
import { shellQuote } from "../../shell/quote.ts";
import { isThere } from "../machine/paths.ts";
import type { TrackedSecrets, UnusableFile } from "../types.ts";
import { isTracked } from "./git-index.ts";

/** The environment with its env file laid under it and its secret files read. */
export interface ReadEnvironment {
  readonly environment: ReadonlyMap<string, Setting>;
  /** See `ServerIntent`. */
  readonly beneath: ReadonlyMap<string, Covered>;
  /** See `ServerIntent`. */
  readonly untaken: ReadonlyMap<string, Setting>;
  readonly envFile: string | null;
  /** Secret files that were read, for the check of their mode. */
  readonly secretFiles: readonly string[];
  readonly unusable: readonly UnusableFile[];
  /** Secrets that were not taken, since everybody with the repository has them. */
  readonly tracked: TrackedSecrets | null;
  /** Does git track the env file, which nobody named? Null where its index is there and cannot be read. */
  readonly inGit: boolean | null;
  /** Something is there by the name of the env file that nobody named, and is not a file of this user's. */
  readonly occupied: boolean;
  /** Lines of the env file that do not count. */
  readonly leftOut: readonly Origin[];
  readonly problems: readonly UsageProblem[];
}

const FOUND = ".env";
const LARGEST_KIB = 1024;
const NO_FILE: readonly string[] = [MISSING, FOLDER];

/**
 * @param named the file of `--guard-env-file` or `--env-file`; without one, `.env` in the working directory is read
 *   for MLflow's own variables.
 * @param twins variables whose value may be read from a file.
 * @param passed variables that a named file may set although they may choose code.
 */
export async function readEnvironment(
  real: Readonly<Record<string, string | undefined>>,
  { cwd, uid }: { readonly cwd: string; readonly uid: number },
  named: string | undefined,
  twins: readonly string[] = FILE_TWINS,
  passed: ReadonlySet<string> = new Set(),
): Promise<ReadEnvironment> {
  const file = named ?? FOUND;
  const authority = named === undefined ? "found" : "named";
  const layerOf = (entries: EnvFileLayer["entries"]) =>
    ({ file, entries, authority, passed }) as const;
  const content = readBytes(resolve(cwd, file), file, named !== undefined, uid);
  if (content.bytes === null) {
    const read = withSecretFiles(layerEnvironment(real, layerOf([])), new Map(), cwd, twins);
    const nothing = { tracked: null, inGit: false, leftOut: [], untaken: new Map() };
    const occupied = named === undefined && isThere(resolve(cwd, file));
    return { ...read, ...nothing, occupied, envFile: null, problems: content.problems };
  }
  // Loaded where there is a file: the parser brings more with it than the rest of a refusal.
  const { parseEnvFile } = await import("../../intent/environment/env-file.ts");
  const { entries, problems } = parseEnvFile(content.bytes, file);
  const inGit = named === undefined ? isTracked(resolve(cwd, file)) : false;
  const tracked = trackedSecrets(entries, inGit, real);
  const taken = tracked ? entries.filter(({ name }) => !isSecret(name)) : entries;
  const layer = layerOf(taken);
  const unheard = coveredSettings(real, layer);
  for (const { name, value, line } of entries.filter((one) => !taken.includes(one)))
    unheard.set(name, { value, origin: { kind: "file", name, file, line } });
  return {
    ...withSecretFiles(layerEnvironment(real, layer), unheard, cwd, twins),
    envFile: file,
    tracked,
    inGit,
    occupied: false,
    leftOut: leftOut(real, layer),
    untaken: untakenSettings(layer),
    // A .env may belong to another tool: only its lines about MLflow are this program's business.
    problems: problems.filter(
      ({ mentions }) => named !== undefined || mentions.includes("MLFLOW_"),
    ),
  };
}

function readBytes(
  path: string,
  file: string,
  named: boolean,
  uid: number,
): { bytes: Uint8Array | null; problems: UsageProblem[] } {
  const read = readRegularFile(path, LARGEST_KIB);
  if ("bytes" in read) {
    // Nobody named it: it speaks only if it is the user's own, as an environment in this folder does.
    const foreign = !named && isForeign(read.owner, uid);
    if (!foreign) return { bytes: read.bytes, problems: [] };
    return { bytes: null, problems: read.bytes.includes("MLFLOW_") ? [notOwn(file)] : [] };
  }
  // Python has a `.env` folder in places, and a link to /dev/null hides a file.
  const silent = NO_FILE.includes(read.problem) || isNull(path);
  if (!named && silent) return { bytes: null, problems: [] };
  const fixes = new Map([
    [MISSING, "fix the path; mlflow-guard init writes a .env"],
    [UNREADABLE, takeOwnership(file)],
  ]);
  const fix = fixes.get(read.problem) ?? "name a dotenv file: --guard-env-file FILE";
  return { bytes: null, problems: [{ what: `env file ${shownValue(file)} ${read.problem}`, fix }] };
}

function isNull(path: string): boolean {
  try {
    return realpathSync(path) === "/dev/null";
  } catch {
    return false;
  }
}

function isSecret(name: string): boolean {
  return LOGIN_SECRETS.includes(variableOf(name));
}

/** The secrets of a file that git tracks, or may track; null without any that would count. */
function trackedSecrets(
  entries: readonly EnvFileEntry[],
  inGit: boolean | null,
  real: Readonly<Record<string, string | undefined>>,
): TrackedSecrets | null {
  if (inGit === false) return null;
  const secrets = entries.filter(
    ({ name, value }) =>
      value !== "" && isSecret(name) && (real[name] ?? real[variableOf(name)]) === undefined,
  );
  if (secrets.length === 0) return null;
  return { certain: inGit === true, lines: secrets.map(({ name, line }) => ({ name, line })) };
}

function notOwn(file: string): UsageProblem {
  const what = `env file ${file} in this folder belongs to another user, and nobody named it`;
  return { what, fix: `if you trust it, name it: --guard-env-file ${shellQuote(file)}` };
}

type WithFiles = Pick<ReadEnvironment, "environment" | "beneath" | "secretFiles" | "unusable">;

/** Replaces `NAME_FILE` by NAME; both at once, or a file that is no one-line secret, cannot be used. */
function withSecretFiles(
  layered: Map<string, Setting>,
  beneath: Map<string, Covered>,
  cwd: string,
  twins: readonly string[],
): WithFiles {
  const secretFiles: string[] = [];
  const unusable: UnusableFile[] = [];
  for (const name of twins) {
    const twin = layered.get(`${name}_FILE`);
    if (!twin?.value) continue;
    layered.delete(`${name}_FILE`);
    if (twin.origin.kind === "file") beneath.set(`${name}_FILE`, twin);
    const plain = layered.get(name);
    const level = plain?.value ? plain.origin.kind : null;
    // The environment wins over an env file, whichever of the two it sets.
    if (level === "env" && twin.origin.kind === "file") continue;
    const file = resolve(cwd, twin.value);
    const result = level === twin.origin.kind ? bothSet(name) : readSecretFile(file);
    if ("value" in result) {
      secretFiles.push(twin.value);
      const origin = { kind: "file", name: `${name}_FILE`, file } as const;
      const under = plain?.origin.kind === "env" ? beneath.get(name) : undefined;
      if (plain) beneath.set(name, under ? { ...plain, under } : plain);
      layered.set(name, { value: result.value, origin });
    } else unusable.push({ origin: twin.origin, ...result });
  }
  return { environment: layered, beneath, secretFiles, unusable };
}

function bothSet(name: string): { what: string; fix: string } {
  return { what: `${name} and ${name}_FILE are both set`, fix: `unset ${name}` };
}
