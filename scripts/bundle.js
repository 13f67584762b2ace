import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "rolldown";
import ts from "typescript";
import { pythonText } from "./python-text.js";

/**
 * One bundle, split where the program imports lazily: a refusal must not pay for yargs or execa. What every start loads
 * is one file, since finding, reading and linking each further one costs about a millisecond. CommonJS, which is loaded
 * without Node's loader of ES modules, and asks `node:fs` only for what is used: its getters load streams and promises.
 */
export async function bundle(root, dir, version, plugins = []) {
  const common = settings(root, version, plugins);
  const { output } = await build({
    ...common,
    input: "src/main.ts",
    output: {
      dir,
      ...FORMAT,
      entryFileNames: "[name].js",
      chunkFileNames: "chunks/[name]-[hash].js",
      codeSplitting: { groups: [{ name: "core", tags: ["$initial"] }] },
      // Half as much to read at every start.
      minify: true,
      comments: COMMENTS,
    },
  });
  const core = output.find(({ name }) => name === "core").fileName;
  const main = join(resolve(root, dir), "main.js");
  const load = `require("../bin/compiled.js").load(require.resolve("./${core}"));`;
  writeFileSync(main, `${load}\n${readFileSync(main, "utf8")}`);
  return output;
}

/**
 * What other programs load (`exports` of package.json): one file, since the chunks of the program run it. With its
 * types, which stand on their own.
 */
export async function bundleApi(root, dir, version) {
  const { output } = await build({
    ...settings(root, version, []),
    input: "src/api.ts",
    output: {
      ...FORMAT,
      dir,
      entryFileNames: "api.js",
      codeSplitting: false,
      minify: true,
      comments: COMMENTS,
    },
  });
  const source = join(root, "src", "api.ts");
  const { outputText } = ts.transpileDeclaration(readFileSync(source, "utf8"), {
    compilerOptions: { isolatedDeclarations: true },
    fileName: source,
  });
  writeFileSync(join(resolve(root, dir), "api.d.ts"), outputText);
  return output;
}

const FORMAT = { format: "cjs", dynamicImportInCjs: false };
const COMMENTS = { legal: true, annotation: false, jsdoc: false };

function settings(root, version, plugins) {
  return {
    cwd: root,
    platform: "node",
    plugins: [pythonText(), ...plugins],
    // The ES module form where a package has both: named imports stay named.
    resolve: { mainFields: ["module", "main"] },
    transform: {
      target: "node20.19",
      define: {
        GUARD_VERSION: JSON.stringify(version),
        // Of yargs, for an option of its own that nobody uses.
        "import.meta.resolve": "undefined",
      },
    },
    logLevel: "warn",
  };
}
