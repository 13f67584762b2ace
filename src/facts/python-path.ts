import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { appSection } from "../mlflow/installation.ts";
import { isForeign, othersCanWrite } from "../secrets/file-mode.ts";

/** Imported by Python itself at every start. */
const START_MODULES = ["sitecustomize", "usercustomize"];

/** Why an entry of PYTHONPATH is not handed on; null where it is. */
export function judgeEntry(
  entry: string,
  cwd: string,
  importable: ReadonlySet<string>,
  uid: number,
): string | null {
  if (!isAbsolute(entry)) return "is relative to the working directory";
  const inside = relative(cwd, entry);
  if (inside === "" || !inside.startsWith("..")) return "lies in the working directory";
  const stat = statSync(entry, { throwIfNoEntry: false });
  if (!stat) return "does not exist, and others may make it later";
  if (!stat.isDirectory()) return "is no folder";
  if (othersCanWrite(stat.mode) || isForeign(stat.uid, uid)) return "can be written by others";
  const hidden = modulesIn(entry).find(
    (name) => importable.has(name) || START_MODULES.includes(name),
  );
  if (hidden) return `holds ${hidden}, which would run instead of the installed one`;
  return namesAnApp(entry) ? "installs an mlflow.app plugin beside the environment's own" : null;
}

/** The modules that MLflow's Python can import: its site-packages and the standard library beside it. */
export function importableModules(sitePackages: string): Set<string> {
  return new Set([
    ...modulesIn(sitePackages),
    ...modulesIn(dirname(sitePackages)),
    ...standardNames(),
  ]);
}

/** Names of the modules and packages of a folder, as `import` would find them there; none where there is no folder. */
export function modulesIn(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    const module = /^([A-Za-z_]\w*)(?:\.[\w-]+)*\.(?:py|pyc|so)$/.exec(name)?.[1];
    if (module) return [module];
    return existsSync(join(folder, name, "__init__.py")) ? [name] : [];
  });
}

/** What cannot be listed cannot be imported from either: Python lists a folder before it looks for a module. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A virtual environment keeps the standard library elsewhere; these are the names that servers import late. */
function standardNames(): string[] {
  return (
    "abc argparse ast asyncio base64 bisect codecs collections concurrent configparser contextlib copy csv ctypes dataclasses " +
    "datetime decimal email encodings enum errno fcntl fnmatch functools gc getpass glob gzip hashlib heapq hmac html http " +
    "importlib inspect io ipaddress itertools json linecache locale logging math mimetypes multiprocessing numbers operator os " +
    "pathlib pickle pkgutil platform posixpath pprint pwd queue random re resource runpy secrets select selectors shlex shutil " +
    "signal site socket socketserver sqlite3 ssl stat string struct subprocess sys sysconfig tempfile textwrap threading time " +
    "token tokenize traceback types typing unittest urllib uuid warnings weakref xml zipfile zlib zoneinfo"
  ).split(" ");
}

function namesAnApp(folder: string): boolean {
  return namesIn(folder)
    .filter((name) => /\.(?:dist-info|egg-info)$|^EGG-INFO$/i.test(name))
    .some((name) => {
      const file = join(folder, name, "entry_points.txt");
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat?.isFile() ? appSection(readFileSync(file, "utf8")).length > 0 : false;
    });
}
