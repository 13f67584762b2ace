// Writes python/mlflow-VERSION.txt: everything that the managed MLflow needs, with hashes, for Python 3.10 to 3.13 on
// every system; python/mlflow-VERSION-image.txt: the same with the drivers of the container image;
// packaging/wheel/builder.txt, which builds the wheel; and scripts/ruff.txt, which checks the Python files. Needs uv on
// PATH. Run it when MANAGED_VERSION changes, or to take newer packages.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.js";

// What `--expose-prometheus` needs; mlflow[auth] does not bring it.
const EXPORTER = "prometheus-flask-exporter";
// SQLAlchemy 2.1 takes psycopg for `postgresql://`, 2.0 took psycopg2.
const DRIVERS = ["psycopg[binary]", "psycopg2-binary", "boto3"];

const source = readFileSync(join(root, "src", "mlflow", "versions", "versions.ts"), "utf8");
const version = /MANAGED_VERSION = "([^"]+)"/.exec(source)?.[1];
const mlflow = `mlflow[auth]==${version}`;
const project = readFileSync(join(root, "pyproject.toml"), "utf8");
const builder = /^requires = \["([^"]+)"\]/m.exec(project)?.[1];
const linter = /^lint = \["([^"]+)"\]/m.exec(project)?.[1];
const managed = join("python", `mlflow-${version}.txt`);
const image = join("python", `mlflow-${version}-image.txt`);

// The image has the very packages that were tested without it.
process.exitCode =
  lock(managed, [mlflow, EXPORTER]) ||
  lock(image, [mlflow, EXPORTER, ...DRIVERS], ["--constraints", managed]) ||
  lock(join("packaging", "wheel", "builder.txt"), [builder]) ||
  lock(join("scripts", "ruff.txt"), [linter]);

function lock(file, requirements, further = []) {
  // What is there would be kept as it is.
  rmSync(join(root, file), { force: true });
  const { status, error } = spawnSync(
    "uv",
    [
      ...["pip", "compile", "--universal", "--python-version", "3.10", "--generate-hashes"],
      ...["--default-index", "https://pypi.org/simple", "--no-emit-index-url", "--no-annotate"],
      ...["--custom-compile-command", "npm run lock", "--quiet", ...further],
      ...["--output-file", file, "-"],
    ],
    { cwd: root, input: `${requirements.join("\n")}\n`, stdio: ["pipe", "ignore", 2] },
  );
  if (error) console.error(`uv: ${error.message}`);
  return status ?? 1;
}
