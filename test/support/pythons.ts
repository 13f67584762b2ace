import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The Python of a version, such as 3.12; null where this machine has none. A pyenv shim may name one that is not there. */
export function findPython(version: string): string | null {
  return (
    [`python${version}`, ...pyenv(version)].map(executable).find((one) => one !== null) ?? null
  );
}

/** The program behind a name, if it can make virtual environments. */
function executable(python: string): string | null {
  const script = "import venv, ensurepip, sys; print(sys.executable)";
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync(python, ["-c", script], { encoding: "utf8", stdio: [...stdio] }).trim();
  } catch {
    return null;
  }
}

function pyenv(version: string): string[] {
  const root = join(process.env.PYENV_ROOT || join(homedir(), ".pyenv"), "versions");
  try {
    return readdirSync(root)
      .filter((name) => name.startsWith(`${version}.`))
      .map((name) => join(root, name, "bin", "python3"));
  } catch {
    return [];
  }
}
