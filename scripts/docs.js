// Writes the generated regions of README.md and docs/ from the tables of the program, and the version of MLflow into
// the paths that name it. A test fails where a page is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "rolldown";
import { pythonText } from "./python-text.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const file = join(root, "node_modules", ".cache", "mlflow-guard", "docs.mjs");

// Node 20 reads no TypeScript.
await build({
  cwd: root,
  input: "scripts/docs/pages.ts",
  platform: "node",
  logLevel: "warn",
  plugins: [pythonText()],
  output: { file, format: "esm", codeSplitting: false },
});
const { pagesIn, rendered } = await import(pathToFileURL(file).href);

for (const page of pagesIn(root)) {
  const path = join(root, page);
  const before = readFileSync(path, "utf8");
  const after = rendered(before, root);
  if (after === before) continue;
  writeFileSync(path, after);
  console.log(page);
}
