#!/usr/bin/env sh
':' //; exec node -- "$0" "$@"
// A shell reads the line above and becomes Node; to Node it is a text and a comment. Without the dashes Node takes an
// --env-file of ours for its own, wherever it is, and obeys the NODE_OPTIONS in it (node.cc, `InitializeNodeWithArgs`).
//
// CommonJS, as is what the build makes: Node's loader of ES modules costs a refusal a sixth of a start of Node.
let ended;
try {
  ({ ended } = require("../dist/main.js"));
} catch (error) {
  fail(tooFew(error) ?? notLoaded(error), error);
}
ended?.catch((error) => fail(tooFew(error), error));

function fail(why, error) {
  if (!why) throw error;
  const [what, fix] = why;
  console.error(`mlflow-guard: ${what}. MLflow was not started.\n  ${fix}`);
  process.exitCode = 71;
}

function tooFew(error) {
  if (error?.code !== "EMFILE" && error?.code !== "ENFILE") return undefined;
  return ["too few files may be open at once to start at all", "ulimit -n 1024"];
}

/** Only while the program is loaded: later a call that fails is no matter of its files. */
function notLoaded(error) {
  const { code, syscall } = error ?? {};
  if (code === "MODULE_NOT_FOUND")
    return ["a file of the program is missing", "install it again; in a clone: npm run build"];
  if (!syscall) return undefined;
  const what = `a file of the program cannot be read: ${syscall} (${code})`;
  return [what, "see what is wrong with its disk, or install it again"];
}
