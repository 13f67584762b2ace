// Writes every route of an MLflow into test/fixtures/routes.tsv, with the versions that have it: what the audit log wants
// is decided by that list, and a test says which route nobody has decided about.
//   node scripts/routes.js PYTHON...     one Python for each MLflow
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rcompare } from "@renovatebot/pep440";

const script = fileURLToPath(new URL("routes.py", import.meta.url));
const file = fileURLToPath(new URL("../test/fixtures/routes.tsv", import.meta.url));

const run = (python, words) =>
  execFileSync(python, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** Versions by route. */
const known = new Map(
  readFileSync(file, { encoding: "utf8", flag: "a+" })
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"))
    .map(([route, versions]) => [route, new Set(versions.split(" "))]),
);

for (const python of process.argv.slice(2)) {
  const ask = "import importlib.metadata as m; print(m.version('mlflow'))";
  const version = run(python, ["-I", "-c", ask]).trim();
  const routes = run(python, [script]).trim().split("\n");
  for (const versions of known.values()) versions.delete(version);
  for (const route of routes) known.set(route, (known.get(route) ?? new Set()).add(version));
  console.log(`${version}: ${routes.length} routes`);
}

const byPath = ([one], [other]) => {
  const [a, b] = [one, other].map((route) => route.split(" ").reverse().join(" "));
  return a < b ? -1 : 1;
};
const lines = [...known]
  .filter(([, versions]) => versions.size > 0)
  .sort(byPath)
  .map(([route, versions]) => `${route}\t${[...versions].sort(rcompare).reverse().join(" ")}`);
writeFileSync(
  file,
  `# Written by scripts/routes.js: METHOD path, and the versions of MLflow that have it.\n${lines.join("\n")}\n`,
);
