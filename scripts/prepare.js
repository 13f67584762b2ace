// What `npm start` and `npm test` need before anything else: packages and a build. Uses Node alone.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command at the root; its output goes to stderr, so that stdout stays the program's. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    ...options,
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

/** Installs what the lockfile says, unless npm has noted that it did. */
function installPackages() {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  const isInstalled = ([path, { integrity, optional }]) =>
    path === "" || installed[path]?.integrity === integrity || (optional && !(path in installed));
  if (Object.entries(wanted).every(isInstalled)) return 0;
  return run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, "utf8")).packages : {};
}

function newest(folder) {
  const times = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return Math.max(0, ...times);
}

/** Builds when a source is newer than the build: a running server may still load parts of the old one. */
function build() {
  const main = join(root, "dist", "main.js");
  const made = [
    "build.js",
    "bundle.js",
    "bundled-packages.js",
    "code-cache.js",
    "python-text.js",
    "passwords.js",
    "lexicon.js",
    "words/lexicon.b64",
    "hashes.js",
  ].map((name) => join(root, "scripts", name));
  const sources = Math.max(
    newest(join(root, "src")),
    ...made.map((file) => statSync(file).mtimeMs),
  );
  if (existsSync(main) && statSync(main).mtimeMs >= sources) return 0;
  return run(process.execPath, ["scripts/build.js"]);
}

export function prepare() {
  return installPackages() || build();
}
