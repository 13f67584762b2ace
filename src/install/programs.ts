import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import WHICH_PYTHON from "../programs/which_python.py";
import type { InstallProblem } from "../report/text.ts";
import { again, type InstallRequest } from "./request.ts";
import { ask } from "./run-tool.ts";

export interface Python {
  readonly path: string;
  /** `3.11` */
  readonly version: string;
}

/** What the managed MLflow and its lock support. */
const OLDEST = 10;
const NEWEST = 13;
export const RANGE = `3.${OLDEST} to 3.${NEWEST}`;

/** The user's own choice first, then the newest. */
const NAMES = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

type Environment = Readonly<Record<string, string>>;

/** The `uv` of PATH that runs; null where there is none. */
export function findUv(environment: Environment): string | null {
  for (const path of onPath("uv", environment)) {
    if (/^uv \d/.test(ask(path, ["--version"], environment) ?? "")) return path;
  }
  return null;
}

/** The first Python that runs and fits: a pyenv shim without a version behind it is passed over. */
export function findPython(
  request: InstallRequest,
  environment: Environment,
): Python | InstallProblem {
  const seen: string[] = [];
  for (const path of request.python
    ? [request.python]
    : NAMES.flatMap((name) => onPath(name, environment))) {
    const answer = isProgram(path) ? ask(path, ["-c", WHICH_PYTHON], environment) : null;
    const [, kind, version = "", own] = /^(\w+) (\d+\.\d+) (\/.*)$/.exec(answer ?? "") ?? [];
    if (kind === "cpython" && fits(version) && own) return { path: own, version };
    if (kind) seen.push(`${path} is ${kind === "cpython" ? version : `${kind} ${version}`}`);
  }
  const what = request.python
    ? `${request.python} is no Python ${RANGE}`
    : `no Python ${RANGE} was found on PATH`;
  return {
    what: seen.length > 0 ? `${what} (${seen.join(", ")})` : what,
    fix: pythonFix(request),
  };
}

function fits(version: string): boolean {
  const [major, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= OLDEST && minor <= NEWEST;
}

/** How each system, told by a file of its own, brings a Python. */
const PACKAGES = [
  ["/etc/debian_version", "apt-get install python3 python3-venv"],
  ["/etc/redhat-release", "dnf install python3"],
  ["/etc/alpine-release", "apk add python3"],
] as const;

/** What brings a Python here, and the alternative. */
export function pythonFix(request: InstallRequest): string {
  const install = PACKAGES.find(([file]) => existsSync(file))?.[1];
  const command = install ? `${request.sudo}${install}` : "brew install python@3.13";
  return `${command}\nor name one: ${again({ ...request, python: "/path/python3" })}`;
}

function onPath(name: string, environment: Environment): string[] {
  return (environment.PATH ?? "")
    .split(delimiter)
    .filter((entry) => isAbsolute(entry))
    .map((entry) => join(entry, name))
    .filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
