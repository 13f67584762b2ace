import { type Stats, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { isWithin } from "../../files/identity.ts";
import { whoCanChangeIn } from "../../files/who-can-change.ts";
import { readTextOrEmpty } from "../../secrets/regular-file.ts";
import type { PathReason } from "../types.ts";
import { appSection, type Installation, namesIn } from "./installation.ts";

/** Imported by Python itself at every start. */
const START_MODULES = ["sitecustomize", "usercustomize"];

/** Why a folder that code is loaded from is not handed on; null where it is one's own alone. */
export function judgeFolder(entry: string, cwd: string, uid: number): PathReason | null {
  if (!isAbsolute(entry)) return { code: "relative" };
  if (isWithin(cwd, entry)) return { code: "inside" };
  const stat = statOf(entry);
  if (!stat) return { code: "missing" };
  if (!stat.isDirectory()) return { code: "no-folder" };
  return whoCanChangeIn(entry, uid).length > 0 ? { code: "writable" } : null;
}

/** Null also where a link leads in circles or the path is too long: nothing is loaded from there. */
function statOf(entry: string): Stats | null {
  try {
    return statSync(entry);
  } catch {
    return null;
  }
}

/** Why an entry of PYTHONPATH is not handed on; null where it is. */
export function judgeEntry(
  entry: string,
  cwd: string,
  importable: Importable,
  uid: number,
): PathReason | null {
  const reason = judgeFolder(entry, cwd, uid);
  if (reason !== null) return reason;
  const looked = importable && new Set([...importable, ...START_MODULES]);
  const hidden = hidingModules(entry, looked)[0];
  if (hidden) return { code: "hides", module: hidden, instead: importable !== null };
  return namesAnApp(entry) ? { code: "adds-app" } : null;
}

/** Names that MLflow's Python imports from its own folders; null where they are not known. */
export type Importable = ReadonlySet<string> | null;

/** The names in site-packages and in the standard library. A folder counts as it is: it may be a namespace package. */
export function importableModules({
  sitePackages,
  standardLibrary,
}: Pick<Installation, "sitePackages" | "standardLibrary">): Importable {
  if (standardLibrary === null) return null;
  const own = [standardLibrary, join(standardLibrary, "lib-dynload")].flatMap(namesIn);
  // Python's own tests: no server imports them, and many a folder has a test.py.
  const imported = own.filter((entry) => entry !== "test");
  return new Set([...namesIn(sitePackages), ...imported].map(moduleName).filter(isName));
}

/** The modules of a folder that would run instead of installed ones. Where those are not known, every one might. */
export function hidingModules(folder: string, importable: Importable): string[] {
  const hides = (name: string | null) =>
    isName(name) && (importable === null || importable.has(name));
  // What cannot be listed cannot be imported from either: Python lists a folder before it looks for a module.
  const found = namesIn(folder).filter((entry) => hides(moduleName(entry)));
  const modules = found.filter((entry) => isFile(entry) || isPackage(join(folder, entry)));
  return [...new Set(modules.map(moduleName).filter(isName))];
}

const MODULE_FILE = /(?:\.[\w-]+)*\.(?:py|pyc|so)$/;

/** `yaml` of `yaml`, `yaml.py`, `yaml.pyc` and `yaml.cpython-311-x86_64-linux-gnu.so`. */
function moduleName(entry: string): string | null {
  return /^[A-Za-z_]\w*$/.exec(entry.replace(MODULE_FILE, ""))?.[0] ?? null;
}

function isName(name: string | null): name is string {
  return name !== null;
}

function isFile(entry: string): boolean {
  return MODULE_FILE.test(entry);
}

function isPackage(folder: string): boolean {
  return namesIn(folder).some((entry) => isFile(entry) && moduleName(entry) === "__init__");
}

function namesAnApp(folder: string): boolean {
  return namesIn(folder)
    .filter((name) => /\.(?:dist-info|egg-info)$|^EGG-INFO$/i.test(name))
    .some((name) => appSection(readTextOrEmpty(join(folder, name, "entry_points.txt"))).length > 0);
}
