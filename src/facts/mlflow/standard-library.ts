import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readTextOrEmpty } from "../../secrets/regular-file.ts";

/**
 * The folder of the standard library of a Python, found as Python itself finds it: from the `home` of its `pyvenv.cfg`
 * or from where the executable really lies, by its landmark `os.py`.
 * @param real the executable with its links followed.
 * @param version `3.11`, or empty where only the name of the executable can tell.
 * @returns null where it is nowhere there.
 * @see https://docs.python.org/3/library/sys_path_init.html
 */
export function findStandardLibrary(python: string, real: string, version: string): string | null {
  const named = version || (/^python(\d+\.\d+)$/.exec(basename(real))?.[1] ?? "");
  if (named === "") return null;
  const home = homeOf(dirname(dirname(python)));
  const prefixes = [...(home === null ? [] : [dirname(home)]), dirname(dirname(real))];
  const folders = prefixes.flatMap((prefix) =>
    ["lib", "lib64"].map((lib) => join(prefix, lib, `python${named}`)),
  );
  return folders.find((folder) => existsSync(join(folder, "os.py"))) ?? null;
}

function homeOf(environment: string): string | null {
  const text = readTextOrEmpty(join(environment, "pyvenv.cfg"));
  return /^\s*home\s*=\s*(\S.*?)\s*$/im.exec(text)?.[1] ?? null;
}
