import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { wheelEnvironment } from "../facts/mlflow/wheel-environment.ts";
import { packageFile } from "../package-file.ts";
import type { Ports } from "../ports.ts";
import { programName, runnerOf } from "../program-name.ts";
import { renderFailure, renderUsage } from "../report/text.ts";
import { makeShim, removeShim } from "../shim/shim.ts";

/** The options as they were typed. */
export interface ShimOptions {
  /** The words: one folder, or none. */
  readonly folders: readonly string[];
  readonly remove: boolean;
  /** Is `python -m mlflow` guarded, too? */
  readonly python: boolean;
}

/** Puts an `mlflow` into a folder that sends servers through the launcher, or takes it away. */
export function shim({ folders, remove, python }: ShimOptions, ports: Ports): number {
  const program = programName(ports.env);
  const guard = realpathSync(packageFile("bin/mlflow-guard.js") ?? "");
  const folder = folders[0] ?? scriptsFolder(guard, ports);
  const wrong = misuse(folders, folder, guard, ports);
  if (wrong || folder === undefined) {
    const fix = wrong?.fix ?? `name one that is on PATH: ${program} shim DIR`;
    const what = wrong?.what ?? "no environment is active, and no folder was named";
    ports.err(renderUsage([{ what, fix }], program, "shim"));
    return EXIT.usage;
  }
  const place = { ...ports, folder: resolve(ports.cwd, folder), guard, program };
  const outcome = remove ? removeShim(place) : makeShim(place, python);
  if ("said" in outcome) {
    ports.out(outcome.said.map((line) => `${line}\n`).join(""));
    return EXIT.ok;
  }
  ports.err(renderFailure(`${outcome.what}; nothing was changed`, outcome.fix));
  return outcome.code;
}

function misuse(
  folders: readonly string[],
  folder: string | undefined,
  guard: string,
  { node }: Ports,
) {
  if (folders.length > 1 || folder === "")
    return { what: "shim takes one folder", fix: "mlflow-guard shim DIR" };
  if (node.endsWith(".exe")) return { what: "a shim is a script for sh", fix: "use it in WSL2" };
  if (runnerOf(guard) === null) return null;
  const fix = "pip install mlflow-guard, or npm install -g mlflow-guard; then: mlflow-guard shim";
  return { what: `this mlflow-guard is in a cache, which goes: ${guard}`, fix };
}

/** Where the active environment has its scripts, else the one that the launcher is installed in. */
function scriptsFolder(guard: string, { env }: Ports): string | undefined {
  const environment = env.VIRTUAL_ENV || env.CONDA_PREFIX || wheelEnvironment(guard);
  return environment ? `${environment}/bin` : undefined;
}
