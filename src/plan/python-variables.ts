/**
 * What CPython 3.10 to 3.14 reads and does not get: what makes it load other code, or write where its value says. What
 * prints, measures or tunes passes (the test has the list of it). PYTHONPATH, PYTHONSAFEPATH and PYTHONWARNINGS are
 * handled apart.
 *
 * Source: the chapter "Environment variables" of the documentation. Compared by a test with `python --help-env` of every
 * Python on the machine that runs it; read in the installed program and library: 3.11 alone.
 * @see https://docs.python.org/3.14/using/cmdline.html#environment-variables
 */
const LOADS = "loads other code";

export const PYTHON_REMOVED: ReadonlyMap<string, string> = new Map([
  ["PYTHONHOME", LOADS],
  ["PYTHONPLATLIBDIR", LOADS],
  ["PYTHONUSERBASE", LOADS],
  ["PYTHONSTARTUP", LOADS],
  ["PYTHONINSPECT", LOADS],
  ["PYTHONBREAKPOINT", LOADS],
  ["PYTHONEXECUTABLE", LOADS],
  ["PYTHONPYCACHEPREFIX", LOADS],
  ["PYTHONCASEOK", LOADS],
  ["PYTHONSAFEPATH", LOADS],
  // A module to import before site; debug builds from 3.13 on.
  ["PYTHON_PRESITE", LOADS],
  // The name of a module of build settings, and where it is (Lib/sysconfig).
  ["_PYTHON_SYSCONFIGDATA_NAME", LOADS],
  ["_PYTHON_SYSCONFIGDATA_PATH", LOADS],
  ["_PYTHON_PROJECT_BASE", LOADS],
  ["_PYTHON_HOST_PLATFORM", LOADS],
  ["__PYVENV_LAUNCHER__", LOADS],
  ["PYTHONOPTIMIZE", "leaves out checks (assert)"],
  // A file that is written at exit; debug builds from 3.11 on.
  ["PYTHONDUMPREFSFILE", "writes a file"],
]);

/**
 * The filters of PYTHONWARNINGS without those whose category has a module path: Python imports that module at its
 * start, and some run a program when they are imported (antigravity opens a browser).
 * @see https://github.com/python/cpython/blob/v3.14.0/Lib/warnings.py (`_getcategory`)
 */
export function withoutImports(filters: string): { kept: string; dropped: readonly string[] } {
  const all = filters.split(",");
  const imports = (filter: string) => filter.split(":")[2]?.includes(".");
  return {
    kept: all.filter((filter) => !imports(filter)).join(","),
    dropped: all.filter(imports),
  };
}
