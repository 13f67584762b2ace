// Writes python/mlflow-VERSION.txt: everything that the managed MLflow needs, with hashes, for Python 3.10 to 3.13 on
// every system. Needs uv on PATH. Run it when MANAGED_VERSION changes, or to take newer packages.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.js";

const source = readFileSync(join(root, "src", "mlflow", "versions.ts"), "utf8");
const version = /MANAGED_VERSION = "([^"]+)"/.exec(source)?.[1];
const file = join("python", `mlflow-${version}.txt`);

// What is there would be kept as it is.
rmSync(join(root, file), { force: true });
const { status, error } = spawnSync(
  "uv",
  [
    ...["pip", "compile", "--universal", "--python-version", "3.10", "--generate-hashes"],
    ...["--default-index", "https://pypi.org/simple", "--no-emit-index-url", "--no-annotate"],
    ...["--custom-compile-command", "npm run lock", "--quiet", "--output-file", file, "-"],
  ],
  { cwd: root, input: `mlflow[auth]==${version}\n`, stdio: ["pipe", "ignore", 2] },
);
if (error) console.error(`uv: ${error.message}`);
process.exitCode = status ?? 1;
