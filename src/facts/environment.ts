import { resolve } from "node:path";
import { layerEnvironment } from "../intent/environment.ts";
import { shellQuote } from "../intent/shell-quote.ts";
import type { Setting, UsageProblem } from "../intent/types.ts";
import { FILE_TWINS } from "../secrets/names.ts";
import {
  FOLDER,
  IRREGULAR,
  MISSING,
  readRegularFile,
  UNREADABLE,
} from "../secrets/regular-file.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import type { UnusableFile } from "./types.ts";

/** The environment with its env file laid under it and its secret files read. */
export interface ReadEnvironment {
  readonly environment: ReadonlyMap<string, Setting>;
  readonly envFile: string | null;
  /** Secret files that were read, for the check of their mode. */
  readonly secretFiles: readonly string[];
  readonly unusable: readonly UnusableFile[];
  readonly problems: readonly UsageProblem[];
}

const FOUND = ".env";
const LARGEST_KIB = 1024;
const NO_FILE: readonly string[] = [MISSING, FOLDER, IRREGULAR];

/**
 * @param named the file of `--guard-env-file` or `--env-file`; without one, `.env` in the working directory is read
 *   for MLflow's own variables.
 * @param twins variables whose value may be read from a file.
 */
export async function readEnvironment(
  real: Readonly<Record<string, string | undefined>>,
  cwd: string,
  named: string | undefined,
  twins: readonly string[] = FILE_TWINS,
): Promise<ReadEnvironment> {
  const file = named ?? FOUND;
  const content = readBytes(resolve(cwd, file), file, named !== undefined);
  if (content.bytes === null) {
    const layered = layerEnvironment(real, [], file, "found");
    return { ...withSecretFiles(layered, cwd, twins), envFile: null, problems: content.problems };
  }
  // Loaded where there is a file: the parser brings more with it than the rest of a refusal.
  const { parseEnvFile } = await import("../intent/env-file.ts");
  const { entries, problems } = parseEnvFile(content.bytes, file);
  const layered = layerEnvironment(real, entries, file, named === undefined ? "found" : "named");
  return {
    ...withSecretFiles(layered, cwd, twins),
    envFile: file,
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
): { bytes: Uint8Array | null; problems: UsageProblem[] } {
  const read = readRegularFile(path, LARGEST_KIB);
  if ("bytes" in read) return { bytes: read.bytes, problems: [] };
  // Python has a `.env` folder in places: what was not named and is no file says nothing.
  if (!named && NO_FILE.includes(read.problem)) return { bytes: null, problems: [] };
  const fixes = new Map([
    [MISSING, "mend the path; mlflow-guard init writes a .env"],
    [UNREADABLE, `chown "$(id -un)" ${shellQuote(file)}`],
  ]);
  const fix = fixes.get(read.problem) ?? "name a dotenv file";
  return { bytes: null, problems: [{ what: `env file ${file} ${read.problem}`, fix }] };
}

type WithFiles = Pick<ReadEnvironment, "environment" | "secretFiles" | "unusable">;

/** Replaces `NAME_FILE` by NAME; both at once, or a file that is no one-line secret, cannot be used. */
function withSecretFiles(
  layered: Map<string, Setting>,
  cwd: string,
  twins: readonly string[],
): WithFiles {
  const secretFiles: string[] = [];
  const unusable: UnusableFile[] = [];
  for (const name of twins) {
    const twin = layered.get(`${name}_FILE`);
    if (!twin?.value) continue;
    const file = resolve(cwd, twin.value);
    const result = layered.get(name)?.value ? bothSet(name) : readSecretFile(file);
    if ("value" in result) {
      secretFiles.push(twin.value);
      layered.set(name, {
        value: result.value,
        origin: { kind: "file", name: `${name}_FILE`, file },
      });
    } else unusable.push({ origin: twin.origin, ...result });
    layered.delete(`${name}_FILE`);
  }
  return { environment: layered, secretFiles, unusable };
}

function bothSet(name: string): { what: string; fix: string } {
  return { what: `${name} and ${name}_FILE are both set`, fix: `unset ${name}` };
}
