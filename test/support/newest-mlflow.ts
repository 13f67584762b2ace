import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { testCache } from "../../scripts/pypi-program.js";
import { readInstallation } from "../../src/facts/mlflow/installation.ts";
import { KNOWN_NEWER, MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { makeEnvironment } from "./environments.ts";
import { MANAGED } from "./guard.ts";
import type { InstalledMlflow } from "./old-mlflow.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
let made: Promise<InstalledMlflow> | undefined;

/**
 * The newest MLflow that is known, which cannot be installed as a whole: its own code above the packages of the managed
 * one. It is made once, in the user's cache.
 */
export function newestMlflow(): Promise<InstalledMlflow> {
  made ??= make();
  return made;
}

async function make(): Promise<InstalledMlflow> {
  const managed = readInstallation(join(MANAGED, "bin", "mlflow"));
  if ("reason" in managed) throw new Error(managed.reason);
  const { version } = KNOWN_NEWER;
  const link = join(
    testCache(),
    `mlflow-${version}-s3-on-${managed.version}-python${managed.pythonVersion}`,
  );
  const [path, python] = [join(link, "bin", "mlflow"), join(link, "bin", "python")];
  if (!existsSync(path) || !existsSync(python)) await install(version, link);
  return { path, python };
}

/** The client of an S3-compatible store, as the image's lock has it; the rest of what it needs is MLflow's, too. */
function s3Client(): string[] {
  const lock = readFileSync(join(ROOT, `python/mlflow-${MANAGED_VERSION}-image.txt`), "utf8");
  return lock.match(/^(?:boto3|botocore|jmespath|s3transfer)==\S+/gm) ?? [];
}

/** A link that is there stands for a whole environment; scripts name their Python, so that the folder cannot move. */
async function install(version: string, link: string): Promise<void> {
  mkdirSync(testCache(), { recursive: true });
  const folder = mkdtempSync(join(testCache(), "newest-"));
  try {
    makeEnvironment(folder, { without: /^mlflow(?:-[\d.]+\.dist-info)?$/ });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    await run(join(folder, "bin", "python"), [...pip, `mlflow==${version}`, ...s3Client()]);
    symlinkSync(folder, `${folder}.link`);
    renameSync(`${folder}.link`, link);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
