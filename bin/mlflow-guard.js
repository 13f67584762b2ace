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
  const [what, fix] = reason(error ?? {});
  if (what === undefined) throw error;
  console.error(`mlflow-guard: ${what}. MLflow was not started.\n  ${fix}`);
  process.exitCode = 71;
}

/** Why the program cannot be loaded, and what to do; nothing if that is not why. */
function reason({ code, syscall }) {
  if (code === "EMFILE" || code === "ENFILE")
    return ["too few files may be open at once to start at all", "ulimit -n 1024"];
  if (code === "MODULE_NOT_FOUND") return ["a file of the program is missing", "install it again; in a clone: npm run build"];
  if (syscall) return [`a file of the program cannot be read: ${syscall} (${code})`, "see what is wrong with its disk, or install it again"];
  return [];
}
