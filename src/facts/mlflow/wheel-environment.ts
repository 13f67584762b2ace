/** Where pip puts the program of the Python package (pyproject.toml, `artifacts`). */
const IN_WHEEL =
  /^(.*)\/lib(?:64)?\/python3(?:\.\d+)?\/(?:site|dist)-packages\/mlflow_guard\/program\//;

/**
 * The environment that the launcher is installed in, by the real path of one of its files; null if that came from
 * elsewhere. `/usr/local` and `~/.local` count: their executables are in `bin`, too.
 */
export function wheelEnvironment(program: string): string | null {
  return IN_WHEEL.exec(program)?.[1] ?? null;
}
