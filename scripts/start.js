// `npm start -- ARGS` is `mlflow-guard server ARGS`, from nothing: packages, build and a managed MLflow.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { prepare, root } from "./prepare.js";

const bin = join(root, "bin", "mlflow-guard.js");
const words = process.argv.slice(2);

/** Installs the managed MLflow where the start is allowed and no MLflow is found; a refusal waits for nothing. */
function provideMlflow() {
  const check = spawnSync(process.execPath, [bin, "check", ...words, "--format=json"], {
    encoding: "utf8",
  });
  if (check.status !== 0 || !check.stdout.startsWith("{")) return 0;
  if (JSON.parse(check.stdout).mlflow !== null || process.env.MLFLOW_GUARD_MLFLOW) return 0;
  const install = spawnSync(process.execPath, [bin, "install-mlflow"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
  const path = install.stdout.trim().split(" ").at(-1);
  if (install.status === 0 && path) process.env.MLFLOW_GUARD_MLFLOW = path;
  return install.status ?? 1;
}

const failed = prepare() || provideMlflow();
if (failed) process.exitCode = failed;
else {
  // In this process, so that signals reach the launcher directly.
  process.argv = [process.execPath, bin, "server", ...words];
  await import("../bin/mlflow-guard.js");
}
