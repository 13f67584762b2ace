import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PLUGIN = fileURLToPath(new URL("guard_soak.py", import.meta.url));

/**
 * Makes a virtual environment of links to the one of this MLflow, with a plugin in it that misbehaves when told to.
 * @returns its `mlflow`.
 */
export function makeEnvironment(folder, mlflow) {
  const theirs = dirname(dirname(mlflow));
  const [version] = readdirSync(join(theirs, "lib"));
  const packages = join("lib", version, "site-packages");
  mkdirSync(join(folder, packages), { recursive: true });
  mkdirSync(join(folder, "bin"));
  for (const name of readdirSync(join(theirs, packages)))
    symlinkSync(join(theirs, packages, name), join(folder, packages, name));
  copyFileSync(PLUGIN, join(folder, packages, "guard_soak.py"));
  writeFileSync(join(folder, packages, "guard_soak.pth"), "import guard_soak\n");
  const base = realpathSync(join(theirs, "bin", "python"));
  const python = join(folder, "bin", "python");
  writeFileSync(join(folder, "pyvenv.cfg"), `home = ${dirname(base)}\n`);
  symlinkSync(base, python);
  const script = `#!${python}\nfrom mlflow.cli import cli\ncli()\n`;
  writeFileSync(join(folder, "bin", "mlflow"), script, { mode: 0o755 });
  return join(folder, "bin", "mlflow");
}
