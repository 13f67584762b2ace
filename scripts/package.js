// Writes build/packages/mlflow-guard-VERSION.tgz for npm and mlflow_guard-VERSION-py3-none-any.whl for pip: the same
// program twice. Two runs on one commit give the same bytes. Needs Python 3.10 or newer with venv.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { prepare, root, run } from "./prepare.js";

const PACKAGES = join(root, "build", "packages");
const BUILDER = join(root, "build", "builder");
const LOCK = join("packaging", "wheel", "builder.txt");
/** What the wheel has of the program (pyproject.toml, `artifacts`). */
const PROGRAM = join(root, "packaging", "wheel", "mlflow_guard", "program");

/** What pip puts below `share` (pyproject.toml, `shared-data`). */
const SHARE = join(root, "packaging", "wheel", "share");

/** Where shells and man look below an environment or `~/.local`, by what `completion` prints. */
const SHARED = {
  bash: "bash-completion/completions/mlflow-guard",
  zsh: "zsh/site-functions/_mlflow-guard",
  fish: "fish/vendor_completions.d/mlflow-guard.fish",
  man: "man/man1/mlflow-guard.1",
};

const make = [
  prepare,
  () => rmSync(PACKAGES, { recursive: true, force: true }),
  () => mkdirSync(PACKAGES, { recursive: true }),
  () => run("npm", ["pack", "--silent", "--pack-destination", PACKAGES]),
  unpackForWheel,
  shareWithWheel,
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

function shareWithWheel() {
  rmSync(SHARE, { recursive: true, force: true });
  for (const [word, path] of Object.entries(SHARED)) {
    const file = join(SHARE, path);
    mkdirSync(dirname(file), { recursive: true });
    const command = [join(root, "bin", "mlflow-guard.js"), "completion", word];
    const { status, stdout } = spawnSync(process.execPath, command);
    if (status !== 0) return status ?? 1;
    writeFileSync(file, stdout);
  }
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
