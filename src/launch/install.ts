import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { shellQuote } from "../intent/shell-quote.ts";
import { MANAGED_VERSION } from "../mlflow/versions.ts";
import type { Ports } from "../ports.ts";

/** Why the environment could not be made. */
export interface InstallProblem {
  readonly what: string;
  readonly fix: string;
}

/** Newest first: the managed MLflow supports all of them. */
const PYTHONS = ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const OLDEST = [3, 10] as const;
const DONE = ".mlflow-guard-complete";
const LOCK_POLL = 500;

/** Makes a virtual environment with the tested MLflow; a second call finds it done, an interrupted one goes on. */
export async function installManaged(folder: string, ports: Ports): Promise<InstallProblem | null> {
  if (existsSync(join(folder, DONE))) return null;
  try {
    mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      what: `${dirname(folder)} cannot be made (${code})`,
      fix: "name a folder of your own: XDG_DATA_HOME=/path mlflow-guard install-mlflow",
    };
  }
  const unlock = await lock(`${folder}.lock`, ports);
  try {
    return existsSync(join(folder, DONE)) ? null : await make(folder, ports);
  } finally {
    unlock();
  }
}

async function make(folder: string, ports: Ports): Promise<InstallProblem | null> {
  const python = await findPython(ports);
  if ("what" in python) return python;
  const say = (text: string) => ports.err(`mlflow-guard: ${text}\n`);
  const own = join(folder, "bin", "python");
  if (!existsSync(join(folder, "bin", "pip"))) {
    say(`making a virtual environment with Python ${python.version} in ${folder}`);
    const venv = await command(python.path, ["-m", "venv", "--clear", folder], ports, "pipe");
    if (venv.exitCode !== 0) return venvProblem(python, `${venv.stdout}${venv.stderr}`);
  }
  say(`installing mlflow[auth]==${MANAGED_VERSION}; this takes a minute or two`);
  const requirement = `mlflow[auth]==${MANAGED_VERSION}`;
  const pip = await command(
    own,
    ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", requirement],
    ports,
    "inherit",
  );
  if (pip.exitCode !== 0) {
    return {
      what: `pip could not install ${requirement}; its lines above say why`,
      fix: "behind a proxy set HTTPS_PROXY, with an index of your own PIP_INDEX_URL, and run it again: it goes on where it stopped",
    };
  }
  writeFileSync(join(folder, DONE), `${requirement}\n`, { mode: 0o600 });
  return null;
}

interface Python {
  readonly path: string;
  readonly version: string;
}

async function findPython(ports: Ports): Promise<Python | InstallProblem> {
  const seen: string[] = [];
  for (const name of PYTHONS) {
    const asked = await command(
      name,
      ["-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"],
      ports,
      "pipe",
    );
    const [version, path] = asked.exitCode === 0 ? asked.stdout.trim().split(" ", 2) : [];
    if (!version || !path) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major === OLDEST[0] && minor >= OLDEST[1]) return { path, version };
    seen.push(`${name} is ${version}`);
  }
  return {
    what: `no Python ${OLDEST.join(".")} or newer was found${seen.length > 0 ? ` (${seen.join(", ")})` : ""}`,
    fix: "sudo apt-get install python3 python3-venv",
  };
}

function venvProblem({ version, path }: Python, output: string): InstallProblem {
  if (/ensurepip|python3[\d.]*-venv/.test(output)) {
    return {
      what: `${path} cannot make a virtual environment: Debian and Ubuntu keep that in a package of its own`,
      fix: `sudo apt-get install python${version}-venv`,
    };
  }
  const last = output.trim().split("\n").at(-1) ?? "";
  return {
    what: `${path} -m venv failed: ${last}`,
    fix: `try it by hand: ${shellQuote(path)} -m venv /tmp/venv-test`,
  };
}

function command(file: string, args: readonly string[], ports: Ports, output: "pipe" | "inherit") {
  return execa(file, [...args], {
    reject: false,
    stdin: "ignore",
    // stdout stays the result of this program.
    stdout: output === "inherit" ? process.stderr : "pipe",
    stderr: output,
    extendEnv: false,
    env: { ...ports.env, PYTHONSAFEPATH: "1" } as Record<string, string>,
    cwd: "/",
  }).then(({ exitCode, stdout, stderr }) => ({
    exitCode,
    stdout: String(stdout ?? ""),
    stderr: String(stderr ?? ""),
  }));
}

/** One installation at a time; a lock whose owner is gone is taken over. */
async function lock(file: string, ports: Ports): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(file, String(ports.pid), { flag: "wx", mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (!isAlive(file)) rmSync(file, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, LOCK_POLL));
    }
  }
}

function isAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, "utf8")), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
