import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle, bundleApi } from "./bundle.js";
import { notices, packagesIn } from "./bundled-packages.js";
import { keepCode } from "./code-cache.js";
import { packedHashes } from "./hashes.js";
import { packedLexicon } from "./lexicon.js";
import { packedPasswords } from "./passwords.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(fs.readFileSync(`${root}/package.json`, "utf8"));

fs.rmSync(`${root}/dist`, { recursive: true, force: true });
const output = await bundle(root, "dist", version);
const api = await bundleApi(root, "dist", version);
fs.writeFileSync(`${root}/dist/THIRD-PARTY-NOTICES.txt`, notices(packagesIn([...output, ...api])));
fs.writeFileSync(`${root}/dist/package.json`, '{ "type": "commonjs" }\n');
fs.writeFileSync(`${root}/dist/passwords.txt`, packedPasswords());
fs.writeFileSync(`${root}/dist/lexicon.bin`, packedLexicon());
fs.writeFileSync(`${root}/dist/hashes.bin`, packedHashes());
keepCode(root);

const man = spawnSync(process.execPath, [`${root}/bin/mlflow-guard.js`, "completion", "man"]);
fs.writeFileSync(`${root}/dist/mlflow-guard.1`, man.stdout);
