import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, type Running, start, startGuard } from "./guard.ts";
import { STAND_IN } from "./package-index.ts";
import { uvPath } from "./uv.ts";

/** `install-mlflow` of one person with an empty home. */
export interface Installer {
  readonly env: Readonly<Record<string, string>>;
  /** The folder of the managed environments, and the one of the stand-in. */
  readonly root: string;
  readonly folder: string;
  /** In a process group of its own; `env` beside the installer's. */
  readonly start: (words?: readonly string[], env?: Readonly<Record<string, string>>) => Running;
}

/** @param env beside what every installation of a test has: no patience with a network that fails. */
export async function makeInstaller(
  tool: "uv" | "pip",
  env: Readonly<Record<string, string>> = {},
): Promise<Installer> {
  const [home, bin] = [makeFolder(), makeFolder()];
  if (tool === "uv") symlinkSync(await uvPath(), join(bin, "uv"));
  const all = {
    PATH: `${bin}:/usr/bin:/bin`,
    HOME: home,
    XDG_DATA_HOME: home,
    UV_HTTP_RETRIES: "0",
    PIP_RETRIES: "1",
    ...env,
  };
  const root = join(home, "mlflow-guard");
  return {
    env: all,
    root,
    folder: join(root, `mlflow-${STAND_IN}`),
    start: (words = ["--version", STAND_IN], more = {}) =>
      startGuard(["install-mlflow", ...words], { env: { ...all, ...more }, group: true }),
  };
}

const TERMINAL =
  "import pty, sys, os; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/** Runs a command at a terminal of its own; what it shows comes out at stdout. */
export function startAtTerminal(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  return start("python3", ["-c", TERMINAL, ...words], { env: { TERM: "xterm", ...env } });
}
