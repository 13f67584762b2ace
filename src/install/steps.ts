import { join } from "node:path";
import { lockOf, requirementsOf } from "../mlflow/versions/requirements.ts";
import { MANAGED_VERSION } from "../mlflow/versions/versions.ts";
import { packageFile } from "../package-file.ts";
import { RANGE } from "./programs.ts";
import type { Progress } from "./progress.ts";
import type { InstallRequest } from "./request.ts";
import type { Tool } from "./tool.ts";

/** One program of an installation. */
export interface Step extends Progress {
  readonly command: { readonly file: string; readonly args: readonly string[] };
}

/** uv's own request for a Python, where PATH has none. */
const ANY_PYTHON = ">=3.10,<3.14";

/** The virtual environment, then the packages. */
export function stepsOf(tool: Tool, request: InstallRequest, folder: string): Step[] {
  return [venvStep(tool, folder), packagesStep(tool, request, folder)];
}

function venvStep({ name, file, python }: Tool, folder: string): Step {
  const made = python
    ? `with Python ${python.version} (${python.path})`
    : `with a Python ${RANGE} that uv has, or fetches from github.com: none is on PATH`;
  const wanted = python?.path ?? ANY_PYTHON;
  return {
    short: "1 of 2: making a virtual environment",
    long: `1 of 2: making a virtual environment by ${name === "uv" ? name : "venv"} in ${folder} ${made}`,
    command:
      name === "uv"
        ? { file, args: ["venv", "--allow-existing", "--python", wanted, folder] }
        : { file, args: ["-m", "venv", folder] },
  };
}

/** Byte-compiled: the place may be read-only later, and the first start is faster. */
export function packagesStep({ name, file }: Tool, request: InstallRequest, folder: string): Step {
  const { version } = request;
  const { words, how } = packagesOf(version);
  const python = join(folder, "bin", "python");
  const pip = ["-m", "pip", "--no-input", "--disable-pip-version-check", "--no-color"];
  return {
    short: `2 of 2: installing MLflow ${version} by ${name}`,
    long: `2 of 2: installing ${requirementsOf(version).join(" ")} by ${name}, ${how}`,
    command:
      name === "uv"
        ? { file, args: ["pip", "install", "--python", python, "--compile-bytecode", ...words] }
        : {
            file: python,
            args: [...pip, "install", "--compile", "--progress-bar", "off", ...words],
          },
  };
}

function packagesOf(version: string): { words: string[]; how: string } {
  const path = lockOf(version);
  if (path === null) {
    return {
      words: requirementsOf(version),
      how: `other packages as new as they fit: only ${MANAGED_VERSION} has a lock`,
    };
  }
  const lock = packageFile(path);
  // A package without its lock is broken; installing without it would be a silent exchange.
  if (lock === null) throw new Error(`${path} is missing from the package`);
  return { words: ["--require-hashes", "-r", lock], how: "all packages as locked, with hashes" };
}
