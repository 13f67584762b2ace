import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SHIM_HOOK from "../programs/shim_hook.py";

/** The line of the hook that says where the shim lies. */
const SHIM = 'SHIM = b""';

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
  replaceFile(module, SHIM_HOOK.replace(SHIM, `SHIM = ${pythonBytes(shim)}`));
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
