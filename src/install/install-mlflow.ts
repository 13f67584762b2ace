import { join, resolve } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { INCOMPLETE_LOGINS } from "../mlflow/login/login-coverage.ts";
import { managedRoot } from "../mlflow/versions/managed.ts";
import {
  exactVersion,
  inRange,
  KNOWN_NEWER,
  MANAGED_VERSION,
} from "../mlflow/versions/versions.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { renderFailure, renderInstallFailure, renderUsage } from "../report/text.ts";
import { shownSetting } from "../secrets/quoted.ts";
import { newHome } from "../shell/command.ts";
import { shellQuote } from "../shell/quote.ts";
import { labelled } from "../terminal/wrap.ts";
import { installManaged } from "./install.ts";
import { again } from "./request.ts";

/** The options as they were typed. */
export interface InstallOptions {
  readonly version: string | undefined;
  readonly python: string | undefined;
  /** A word that is no option. */
  readonly stray: string | undefined;
}

/** Makes a managed virtual environment, or says that it is there. Exit 69 where that is not possible. */
export async function installMlflow(options: InstallOptions, ports: Ports): Promise<number> {
  const program = programName(ports.env);
  const version = exactVersion(options.version ?? MANAGED_VERSION);
  const misused = misuse(options);
  if (version === null || misused) {
    const what = misused ?? `--version ${shownSetting(options.version)} is no exact version`;
    const meant = exactVersion(options.stray ?? "") ?? MANAGED_VERSION;
    const fix = `${program} install-mlflow --version ${meant}`;
    ports.err(renderUsage([{ what, fix }], program, "install-mlflow"));
    return EXIT.usage;
  }
  const root = managedRoot(ports.env);
  if (!root) {
    const fix = `${newHome()} && ${again({ version, python: options.python ?? null, program })}`;
    ports.err(renderFailure("there is no home to install into", fix));
    return EXIT.unavailable;
  }
  warnOfLogin(version, ports);
  if (options.version === undefined) nameNewer(ports);
  const python = options.python === undefined ? null : resolve(ports.cwd, options.python);
  const sudo = ports.uid === 0 ? "" : "sudo ";
  const problem = await installManaged({ version, python, root, program, sudo }, ports);
  if (problem) {
    ports.err(renderInstallFailure(problem));
    return EXIT.unavailable;
  }
  const path = join(root, `mlflow-${version}`, "bin", "mlflow");
  if (version !== MANAGED_VERSION)
    ports.err(`  start it with: ${program} server --guard-mlflow ${shellQuote(path)}\n`);
  if (ports.out(`mlflow-guard: MLflow is ready to be launched: ${path}\n`)) return EXIT.ok;
  const what = `stdout could not be written. MLflow is installed: ${path}`;
  ports.err(renderFailure(what, `${program} server`));
  return EXIT.cannotWrite;
}

function misuse({ stray, python }: InstallOptions): string | null {
  if (stray !== undefined) return `${shownSetting(stray)} is no option of install-mlflow`;
  return python === "" ? "--python needs a path" : null;
}

/** Who names no version gets the tested one, and may expect the newest. */
function nameNewer(ports: Ports): void {
  const { version, missing, seen } = KNOWN_NEWER;
  const text = `this installs MLflow ${MANAGED_VERSION}, the tested one; ${version} is newer and could not be installed: on ${seen} the public index had no ${missing.join(" and ")} ${version}`;
  ports.err(`${labelled("mlflow-guard: ", text, 2).join("\n")}\n`);
}

function warnOfLogin(version: string, ports: Ports): void {
  const incomplete = INCOMPLETE_LOGINS.find((range) => inRange(version, range));
  if (!incomplete) return;
  const text = `MLflow ${version} is not exposed by the launcher: its login is incomplete (${incomplete.what})`;
  ports.err(`${labelled("mlflow-guard: warning: ", text, 2).join("\n")}\n`);
}
