import { execFile } from "node:child_process";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { uvPath } from "./uv.ts";

const run = promisify(execFile);

/** A Python of this machine that runs and is new enough for the plugin's newest version; null where there is none. */
export async function newPython(): Promise<string | null> {
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const own = list(pyenv).map((name) => join(pyenv, name, "bin", "python"));
  for (const python of ["python3", "python3.13", "python3.12", ...own.reverse()]) {
    const found = await run(python, [
      "-c",
      "import sys; assert (3, 12) <= sys.version_info < (3, 14)",
    ])
      .then(() => python)
      .catch(() => null);
    if (found) return found;
  }
  return null;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * Makes an environment with the managed MLflow's version and a real login plugin.
 * @returns its `mlflow` executable.
 */
export async function makePluginEnvironment(
  folder: string,
  python: string,
  requirement: string,
): Promise<string> {
  const uv = await uvPath();
  await run(uv, ["venv", "--quiet", "--python", python, folder]);
  const inside = ["--python", join(folder, "bin", "python")];
  const wanted = [`mlflow==${MANAGED_VERSION}`, requirement];
  await run(uv, ["pip", "install", "--quiet", ...inside, ...wanted]);
  return join(folder, "bin", "mlflow");
}

/** Changes a module of an environment, and no copy of it that a cache shares. */
export function changeModule(folder: string, module: string, from: string, to: string): void {
  const [lib = ""] = list(join(folder, "lib"));
  const file = join(folder, "lib", lib, "site-packages", module);
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) throw new Error(`${module} has no ${from}`);
  writeFileSync(`${file}.new`, text.replace(from, to));
  renameSync(`${file}.new`, file);
}
