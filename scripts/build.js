// One bundle, split where the program imports lazily: a refusal must not pay for yargs or execa.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { packedPasswords } from "./passwords.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  platform: "node",
  // The ES module form where a package has both: named imports stay named.
  mainFields: ["module", "main"],
  format: "esm",
  target: "node20.19",
  legalComments: "linked",
  chunkNames: "chunks/[name]-[hash]",
  define: { GUARD_VERSION: JSON.stringify(version) },
  // CommonJS packages inside an ES module bundle call require for Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
writeFileSync(`${root}/dist/passwords.txt`, packedPasswords());
