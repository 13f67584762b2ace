// Keeps what V8 makes of a build while it judges a start, so that the next one need not compile it. It is good for the
// Node that runs this, and no two are alike: no package has it.
//   node scripts/code-cache.js FOLDER    where FOLDER has bin/ and dist/
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const SELF = fileURLToPath(import.meta.url);

/** A start that is refused, with a key that has to be graded. */
const WORDS = ["check", "--host", "0.0.0.0"];
const KEY = "b7c0f6a19d3e58247a6c1e90d5f38b42";

/** Runs the program once, where nobody set anything else; without its code the program is only slower. */
export function keepCode(folder) {
  const home = mkdtempSync(join(tmpdir(), "guard-build-"));
  const { status, stderr } = spawnSync(process.execPath, [SELF, resolve(folder), ...WORDS], {
    cwd: home,
    env: { PATH: "/nonexistent", HOME: home, MLFLOW_FLASK_SERVER_SECRET_KEY: KEY },
    encoding: "utf8",
  });
  rmSync(home, { recursive: true });
  if (status !== 78) console.error(`no code is kept, since the program did not refuse:\n${stderr}`);
}

/** In the process that was started for it. */
function runProgram(folder) {
  process.argv.splice(2, 1);
  const require = createRequire(SELF);
  const { cacheOf, scripts } = require(join(folder, "bin", "compiled.js"));
  process.on("exit", () => {
    for (const [file, script] of scripts) writeFileSync(cacheOf(file), script.createCachedData());
  });
  require(join(folder, "dist", "main.js"));
}

const [, started, folder, ...words] = process.argv;
if (started === SELF) words.length === 0 ? keepCode(folder) : runProgram(folder);
