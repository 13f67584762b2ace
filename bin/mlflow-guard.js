#!/usr/bin/env node
import("../dist/main.js").catch((error) => {
  const limited = error?.code === "EMFILE" || error?.code === "ENFILE";
  if (!limited) throw error;
  console.error(
    "mlflow-guard: too few files may be open at once to start at all. MLflow was not started.\n  ulimit -n 1024",
  );
  process.exitCode = 71;
});
