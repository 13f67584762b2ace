import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where the tests keep what they install once. */
export function testCache() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "mlflow-guard-test");
}

/**
 * A program from PyPI, installed by pip into the user's cache. Several workers may call at once: each makes a folder of
 * its own, and the first to name it has made the one, by a link: an environment cannot move.
 */
export async function pypiProgram(name, version, { command = name, extras = "", lock } = {}) {
  const cache = testCache();
  const link = join(cache, `${name}-${version}`);
  const program = join(link, "bin", command);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${link}-`);
  await run("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const what = lock ? ["--require-hashes", "-r", lock] : [`${name}${extras}==${version}`];
  await run(join(folder, "bin", "python"), [...pip, ...what]);
  try {
    symlinkSync(folder, link);
  } catch (error) {
    if (!existsSync(program)) throw error;
    rmSync(folder, { recursive: true, force: true });
  }
  return program;
}
