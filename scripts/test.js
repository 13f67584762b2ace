// Installs, builds, checks types, lint and dead code, gets the real MLflow, runs the tests, and counts all of it: a test
// that was left out says why, or fails. With --full it runs the long ones, which it leaves out otherwise, and nothing twice.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { prepare, root, run } from "./prepare.js";
import { leftOut, longest } from "./report.js";

const full = process.argv.includes("--full");
const bin = (name) => join(root, "node_modules", ".bin", name);

const prepared = prepare();
if (prepared) process.exit(prepared);

const checks = [
  ...(full
    ? []
    : [
        ["types", bin("tsc"), ["--noEmit"]],
        ["format and lint", bin("biome"), ["check", "."]],
        ["dead code", bin("knip"), []],
      ]),
  ["the managed MLflow", process.execPath, ["bin/mlflow-guard.js", "install-mlflow"]],
  // Its packages are what some of the Python imports.
  ...(full ? [] : [["Python", process.execPath, ["scripts/check-python.js"]]]),
];
const failedChecks = checks.filter(([name, command, args]) => {
  console.log(`--- ${name}`);
  return run(command, args) !== 0;
});

const report = join(root, "reports", "tests.json");
mkdirSync(join(root, "reports"), { recursive: true });
rmSync(report, { force: true });
const long = full ? ["timing", "full", "crowded"].flatMap((name) => ["--project", name]) : [];
console.log(full ? "--- the long tests" : "--- tests");
const status = run(
  bin("vitest"),
  ["run", ...long, "--reporter=default", "--reporter=json", `--outputFile=${report}`],
  {
    stdio: ["ignore", 1, 2],
    env: { ...process.env, ...(full ? { MLFLOW_GUARD_TEST_FULL: "1" } : {}) },
  },
);

const result = existsSync(report)
  ? JSON.parse(readFileSync(report, "utf8"))
  : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };
const passed = result.numPassedTests + checks.length - failedChecks.length;
// A file that cannot be loaded fails no test of its own.
const unloaded = status !== 0 && result.numFailedTests === 0 ? 1 : 0;
const { reasons, unexplained } = leftOut(result);
const failed = result.numFailedTests + failedChecks.length + unloaded + unexplained.length;
const skipped = result.numPendingTests + (result.numTodoTests ?? 0);
console.log(`longest: ${longest(result, root).join(", ")}`);
for (const [name] of failedChecks) console.log(`failed: ${name}`);
for (const [reason, count] of reasons) console.log(`left out: ${count} (${reason})`);
for (const name of unexplained) console.log(`left out without a reason: ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && status === 0 ? 0 : 1;
