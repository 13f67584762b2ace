// Takes every check of the watch out, one at a time, and shows that a test fails without it. In a copy, so that
// nothing is left behind; some twenty minutes. `npm run test:without-checks`
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKS } from "./checks.js";
import { prepare, root } from "./prepare.js";
import { copyProject } from "./project-copy.js";

const prepared = prepare();
if (prepared) process.exit(prepared);
const { folder: copy } = copyProject("checks");
let missed = 0;
try {
  if (testsFail()) throw new Error("a test fails with every check in place");
  for (const [what, file, from, to] of CHECKS) {
    const path = join(copy, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} no longer holds: ${from}`);
    writeFileSync(path, text.replace(from, to));
    const failed = testsFail();
    writeFileSync(path, text);
    if (!failed) missed++;
    console.log(`${failed ? "a test fails" : "NOTHING FAILS"} without: ${what}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${CHECKS.length - missed} passed, ${missed} failed`);
process.exitCode = missed === 0 ? 0 : 1;

function testsFail() {
  const run = (command, args) => spawnSync(command, args, { cwd: copy, stdio: "ignore" }).status;
  if (run(process.execPath, ["scripts/build.js"]) !== 0) throw new Error("the copy does not build");
  const e2e = ["stand-ins", "sudden-ends", "claimed-network"].map((name) => `test/e2e/${name}`);
  const tests = ["test/watch", "test/launch", "test/timing/stray", ...e2e];
  return (
    run(join(root, "node_modules/.bin/vitest"), [
      "run",
      "--bail=1",
      "--testTimeout=50000",
      ...tests,
    ]) !== 0
  );
}
