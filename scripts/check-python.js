// Lint, format and types of the Python files, by Python's own tools; with --write what can be corrected is.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { prepare, root, run } from "./prepare.js";
import { pypiProgram } from "./pypi-program.js";

const FILES = ["src/programs", "scripts", "packaging"];
const LOCK = join(root, "scripts", "ruff.txt");
const VERSIONS = join(root, "src", "mlflow", "versions", "versions.ts");

function ruff() {
  const [, version] = /^ruff==([\d.]+)/m.exec(readFileSync(LOCK, "utf8"));
  return pypiProgram("ruff", version, { lock: LOCK });
}

/** Of the tested MLflow: some of the files import what is in its environment. */
function managedPython() {
  const [, version] = /MANAGED_VERSION = "([^"]+)"/.exec(readFileSync(VERSIONS, "utf8"));
  const data = process.env.XDG_DATA_HOME || join(homedir(), ".local", "share");
  return join(data, "mlflow-guard", `mlflow-${version}`, "bin", "python");
}

const write = process.argv.includes("--write");
const python = managedPython();
const install = () => prepare() || run(process.execPath, ["bin/mlflow-guard.js", "install-mlflow"]);
const missing = existsSync(python) ? 0 : install();
if (missing) process.exit(missing);
const linter = await ruff();
const failed = [
  run(linter, ["check", "--quiet", ...(write ? ["--fix"] : []), ...FILES]),
  run(linter, ["format", "--quiet", ...(write ? [] : ["--diff"]), ...FILES]),
  run(join(root, "node_modules", ".bin", "pyright"), ["--pythonpath", python]),
].some((code) => code !== 0);
process.exitCode = failed ? 1 : 0;
