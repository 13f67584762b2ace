// `npm start -- ARGS` is `mlflow-guard server ARGS`, from nothing: packages, build and a managed MLflow.
import { join } from "node:path";
import { prepare, root } from "./prepare.js";

const bin = join(root, "bin", "mlflow-guard.js");
const words = process.argv.slice(2);

const failed = prepare();
if (failed) process.exitCode = failed;
else {
  // In this process, so that signals reach the launcher directly.
  process.argv = [process.execPath, bin, "server", "--guard-install", ...words];
  await import("../bin/mlflow-guard.js");
}
