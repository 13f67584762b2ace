// Writes build/packages/mlflow-guard-VERSION.tgz for npm and mlflow_guard-VERSION-py3-none-any.whl for pip: the same
// program twice. Two runs on one commit give the same bytes. Needs Python 3.10 or newer with venv.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { prepare, root, run } from "./prepare.js";

const PACKAGES = join(root, "build", "packages");
const BUILDER = join(root, "build", "builder");
const LOCK = join("packaging", "wheel", "builder.txt");
/** What the wheel has of the program (pyproject.toml, `artifacts`). */
const PROGRAM = join(root, "packaging", "wheel", "mlflow_guard", "program");

const make = [
  prepare,
  () => rmSync(PACKAGES, { recursive: true, force: true }),
  () => mkdirSync(PACKAGES, { recursive: true }),
  () => run("npm", ["pack", "--silent", "--pack-destination", PACKAGES]),
  unpackForWheel,
  installBuilder,
  buildWheel,
  name,
];
// Each step returns an exit code, or nothing.
process.exitCode = make.reduce((code, step) => code || Number(step() ?? 0) || 0, 0);

/** The wheel has the files of the npm package, and no others. */
function unpackForWheel() {
  const [tarball] = readdirSync(PACKAGES);
  rmSync(PROGRAM, { recursive: true, force: true });
  mkdirSync(PROGRAM, { recursive: true });
  return run("tar", ["-xzf", join(PACKAGES, tarball), "-C", PROGRAM, "--strip-components=1"]);
}

function installBuilder() {
  const python = join(BUILDER, "bin", "python");
  const made = existsSync(python) ? 0 : run("python3", ["-m", "venv", BUILDER]);
  const words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  return made || run(python, [...words, "--require-hashes", "-r", LOCK]);
}

function buildWheel() {
  const words = ["-m", "hatchling", "build", "--target", "wheel", "--directory", PACKAGES];
  const { SOURCE_DATE_EPOCH: _, ...env } = process.env;
  return run(join(BUILDER, "bin", "python"), words, { env });
}

function name() {
  for (const file of readdirSync(PACKAGES)) {
    const hash = createHash("sha256").update(readFileSync(join(PACKAGES, file)));
    console.log(`${hash.digest("hex")}  build/packages/${file}`);
  }
}
