import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const VERSION = "0.13.9";

const run = promisify(execFile);
let installed: Promise<string> | undefined;

/**
 * The `uv` that the tests run: none is needed on PATH. It is installed once, by pip, into the user's cache.
 * Several workers may call at once: each makes a folder of its own, and the first to rename it has made the one.
 */
export function uvPath(): Promise<string> {
  installed ??= install();
  return installed;
}

async function install(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "mlflow-guard-test");
  const folder = join(cache, `uv-${VERSION}`);
  const uv = join(folder, "bin", "uv");
  if (existsSync(uv)) return uv;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, "making-"));
  try {
    await run("python3", ["-m", "venv", making]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run(join(making, "bin", "python"), [...pip, `uv==${VERSION}`]);
    // The program itself is one binary, so that the folder can move; the rest of the environment is not used.
    renameSync(making, folder);
  } catch (error) {
    if (!existsSync(uv)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return uv;
}
