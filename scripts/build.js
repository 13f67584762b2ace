// One bundle, split where the program imports lazily: a refusal must not pay for yargs or execa. What every start loads
// is one file, since finding, reading and linking each further one costs about a millisecond.
import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { packedLexicon } from "./lexicon.js";
import { packedPasswords } from "./passwords.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(fs.readFileSync(`${root}/package.json`, "utf8"));

/**
 * `node:fs` without its getters. An `import` of it reads every export, and those load the streams and the promises: 4 ms
 * that no refusal needs.
 */
const plainFs = {
  name: "plain-fs",
  resolveId: (id) => (id === "node:fs" ? { id: "\0plain-fs", moduleSideEffects: false } : null),
  load(id) {
    if (id !== "\0plain-fs") return null;
    const names = Object.entries(
      Object.getOwnPropertyDescriptors(process.getBuiltinModule("node:fs")),
    )
      .filter(([name, { value }]) => value !== undefined && /^[a-z]\w*$/i.test(name))
      .map(([name]) => name);
    return `export const { ${names.join(", ")} } = process.getBuiltinModule("node:fs");`;
  },
};

fs.rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  cwd: root,
  input: "src/main.ts",
  platform: "node",
  // The ES module form where a package has both: named imports stay named.
  resolve: { mainFields: ["module", "main"] },
  transform: { target: "node20.19", define: { GUARD_VERSION: JSON.stringify(version) } },
  plugins: [plainFs],
  logLevel: "warn",
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    // Without the entry itself: what it awaits would wait for it.
    codeSplitting: {
      groups: [{ name: "core", tags: ["$initial"], test: (id) => !id.endsWith("/src/main.ts") }],
    },
    // Half as much to read at every start.
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
});
fs.writeFileSync(`${root}/dist/passwords.txt`, packedPasswords());
fs.writeFileSync(`${root}/dist/lexicon.bin`, packedLexicon());
