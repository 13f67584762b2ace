import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Python imports this at its start in the environment. What it was started for is read as Python reads it
 * (Python/initconfig.c, `config_parse_cmdline`): `sys.argv` is not there yet.
 */
const MODULE = `"""mlflow-guard shim: "python -m mlflow server" goes through mlflow-guard. To undo it: mlflow-guard shim --remove"""

import os
import sys


def words_of_mlflow(words):
    """The words behind \`-m mlflow\`; None if Python was started for something else."""
    words = iter(words)
    for word in words:
        if not word.startswith("-") or word == "-":
            return None
        if word.startswith("--"):
            if word == "--check-hash-based-pycs":
                next(words, None)
            continue
        for at, letter in enumerate(word, 1):
            if letter == "m":
                return list(words) if (word[at:] or next(words, None)) == "mlflow" else None
            if letter == "c":
                return None
            if letter in "XW":
                word[at:] or next(words, None)
                break
    return None


words = words_of_mlflow(getattr(sys, "orig_argv", ())[1:])
if words and not {"server", "ui"}.isdisjoint(words) and os.path.isfile(SHIM):
    os.execv("/bin/sh", ["sh", SHIM, *words])
`;

/** The files of the hook, beside the packages of an environment. */
export function hookFiles(sitePackages: string): { readonly pth: string; readonly module: string } {
  return {
    pth: join(sitePackages, "mlflow_guard_shim.pth"),
    module: join(sitePackages, "mlflow_guard_shim.py"),
  };
}

/** @throws the system's error; Python then starts as before. */
export function putHook(sitePackages: string, shim: string): void {
  const { pth, module } = hookFiles(sitePackages);
  replaceFile(
    module,
    MODULE.replace("import sys\n", `import sys\n\nSHIM = ${pythonBytes(shim)}\n`),
  );
  replaceFile(pth, "import mlflow_guard_shim\n");
}

/** The line first: a line without its module is an error at every start of Python. */
export function takeHook(sitePackages: string): void {
  const { pth, module } = hookFiles(sitePackages);
  rmSync(pth, { force: true });
  rmSync(module, { force: true });
}

function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o644 });
  renameSync(`${path}.new`, path);
}

/** A path as Python's bytes, which say the same under every locale. */
function pythonBytes(path: string): string {
  const shown = [...Buffer.from(path)].map((byte) =>
    /[\w/.,+@%:=-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, "0")}`,
  );
  return `b"${shown.join("")}"`;
}
