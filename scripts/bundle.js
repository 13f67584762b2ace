import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "rolldown";
import { pythonText } from "./python-text.js";

/**
 * One bundle, split where the program imports lazily: a refusal must not pay for yargs or execa. What every start loads
 * is one file, since finding, reading and linking each further one costs about a millisecond. CommonJS, which is loaded
 * without Node's loader of ES modules, and asks `node:fs` only for what is used: its getters load streams and promises.
 */
export async function bundle(root, dir, version, plugins = []) {
  const { output } = await build({
    cwd: root,
    input: "src/main.ts",
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
    output: {
      dir,
      format: "cjs",
      dynamicImportInCjs: false,
      entryFileNames: "[name].js",
      chunkFileNames: "chunks/[name]-[hash].js",
      codeSplitting: { groups: [{ name: "core", tags: ["$initial"] }] },
      // Half as much to read at every start.
      minify: true,
      comments: { legal: true, annotation: false, jsdoc: false },
    },
  });
  const core = output.find(({ name }) => name === "core").fileName;
  const main = join(resolve(root, dir), "main.js");
  const load = `require("../bin/compiled.js").load(require.resolve("./${core}"));`;
  writeFileSync(main, `${load}\n${readFileSync(main, "utf8")}`);
  return output;
}
