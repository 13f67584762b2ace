// Shows what changed from one MLflow to another, as the rows of the tables that have to follow: options, variables,
// routes and whether the login asks on them, dependencies. Installs both from PyPI, some 600 MB each.
//   npm run mlflow:compare -- 3.16.0 3.17.2
//   npm run mlflow:compare -- 3.17.2 3.18.0 --overlay    the second one's own code above the packages of the first
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import ts from "typescript";
import { rows } from "./compare/rows.js";
import { root } from "./prepare.js";

const FACTS = fileURLToPath(new URL("compare/facts.py", import.meta.url));
const CACHE = join(root, "node_modules", ".cache", "mlflow-guard", "compare");

const { values, positionals } = parseArgs({
  options: { overlay: { type: "boolean" }, python: { type: "string", default: "python3" } },
  allowPositionals: true,
});
const [older, newer] = positionals;
if (positionals.length !== 2) {
  console.error("npm run mlflow:compare -- OLDER NEWER [--overlay] [--python PYTHON]");
  process.exit(64);
}

const say = (command, words) =>
  execFileSync(command, words, { stdio: ["ignore", "inherit", "inherit"] });

/** An environment of its own for each version, kept for the next comparison. @returns its Python */
function installed(version, above) {
  const name = above ? `${version}-on-${above}` : version;
  const folder = join(CACHE, name);
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "complete"))) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  console.error(`--- installing MLflow ${name}`);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  say(values.python, ["-m", "venv", folder]);
  if (above) {
    const from = join(CACHE, above, "lib");
    cpSync(from, join(folder, "lib"), { recursive: true, force: true, verbatimSymlinks: true });
    say(python, [...pip, "--no-deps", "--force-reinstall", `mlflow==${version}`]);
  } else say(python, [...pip, `mlflow[auth]==${version}`]);
  mkdirSync(join(folder, "complete"));
  return python;
}

function factsOf(python) {
  console.error(`--- asking ${python}`);
  const cwd = join(CACHE, "..");
  const text = execFileSync(python, [FACTS], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e8,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(text);
}

const before = factsOf(installed(older));
const after = factsOf(installed(newer, values.overlay ? older : undefined));
const table = readFileSync(
  new URL("../src/mlflow/options/server-variables.ts", import.meta.url),
  "utf8",
);
const { outputText } = ts.transpileModule(table, { compilerOptions: { module: "esnext" } });
const { PROTECTION } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
console.log(`MLflow ${before.version} -> ${after.version}\n`);
for (const line of rows(before, after, (name) => PROTECTION.test(name))) console.log(line);
