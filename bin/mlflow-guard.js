#!/bin/sh
':' //; exec node -- "$0" "$@"
// A shell reads the line above and becomes Node; to Node it is a text and a comment. Without the dashes Node takes an
// --env-file of ours for its own, wherever it is, and obeys the NODE_OPTIONS in it (node.cc, `InitializeNodeWithArgs`).
//
// CommonJS, as is what the build makes: Node's loader of ES modules costs a refusal a sixth of a start of Node.
try {
  require("../dist/main.js").ended.catch(fail);
} catch (error) {
  fail(error);
}

function fail(error) {
  if (error?.code !== "EMFILE" && error?.code !== "ENFILE") throw error;
  console.error(
    "mlflow-guard: too few files may be open at once to start at all. MLflow was not started.\n  ulimit -n 1024",
  );
  process.exitCode = 71;
}
