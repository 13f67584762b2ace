import { readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Origin } from "../../intent/types.ts";
import type { InstalledApp } from "../../mlflow/login/login-plugins.ts";
import { isVersion } from "../../mlflow/versions/versions.ts";
import { readTextOrEmpty } from "../../secrets/regular-file.ts";
import { type LauncherPlace, readLauncher } from "./launcher.ts";
import { findStandardLibrary } from "./standard-library.ts";

/** What the files of an MLflow installation say; no Python is started for it. */
export interface Installation {
  readonly version: string;
  readonly python: string;
  /** What the executable runs on the way to its Python: the file behind a wrapper or a shim. */
  readonly followed: readonly string[];
  /** Variables that a wrapper on the way sets, and that do not reach MLflow. */
  readonly sets?: readonly Origin[];
  readonly pythonVersion: string;
  /** Is Flask-WTF there, which `mlflow[auth]` brings? */
  readonly authExtra: boolean;
  /** Is prometheus-flask-exporter there, which `--expose-prometheus` imports? */
  readonly metricsExporter: boolean;
  /** The version of python-dotenv, which reads env files for plugins; null where there is none. */
  readonly dotenv: string | null;
  /** The installed `mlflow.app` entry points: what each loads, and from which distribution. */
  readonly apps: readonly InstalledApp[];
  /** The schemes of URIs that installed packages add to MLflow's stores, and their dialects of SQLAlchemy. */
  readonly schemes: readonly string[];
  readonly sitePackages: string;
  /** The folder of Python's own modules; null where it was not found. */
  readonly standardLibrary: string | null;
}

/**
 * Reads the installation behind an `mlflow` executable: its launcher names the Python, whose site-packages hold the
 * metadata.
 * @returns a reason in words where the file is no MLflow.
 */
export function readInstallation(
  executable: string,
  place: LauncherPlace = { cwd: "/", environment: {} },
): Installation | { readonly reason: string } {
  const launcher = readLauncher(executable, place);
  if ("reason" in launcher) return launcher;
  const { python, followed, sets } = launcher;
  for (const site of siteFolders(python)) {
    const names = namesIn(site);
    const version = names.map((name) => /^mlflow-(.+)\.dist-info$/.exec(name)?.[1]).find(Boolean);
    if (!version || !isVersion(version)) continue;
    const pythonVersion = /python(\d+\.\d+)/.exec(site)?.[1] ?? "";
    return {
      version,
      python,
      followed,
      ...(sets ? { sets } : {}),
      pythonVersion,
      authExtra: hasDistribution(python, /^flask_wtf-/i),
      metricsExporter: hasDistribution(python, /^prometheus_flask_exporter-/i),
      dotenv:
        names.map((name) => /^python_dotenv-(.+)\.dist-info$/.exec(name)?.[1]).find(Boolean) ??
        null,
      ...entriesOf(site, names),
      sitePackages: site,
      standardLibrary: findStandardLibrary(python, resolved(python), pythonVersion),
    };
  }
  return { reason: `no MLflow is installed for ${python}` };
}

function hasDistribution(python: string, metadata: RegExp): boolean {
  return siteFolders(python).some((folder) => namesIn(folder).some((name) => metadata.test(name)));
}

/** Candidate site-packages of a Python, the virtual environment's own first. */
function siteFolders(python: string): string[] {
  const prefixes = new Set([dirname(dirname(python)), dirname(dirname(resolved(python)))]);
  const folders: string[] = [];
  for (const prefix of prefixes) {
    for (const lib of ["lib", "lib64", "local/lib"]) {
      for (const name of namesIn(join(prefix, lib)).filter((entry) =>
        /^python3(?:\.\d+)?$/.test(entry),
      )) {
        folders.push(
          join(prefix, lib, name, "site-packages"),
          join(prefix, lib, name, "dist-packages"),
        );
      }
    }
  }
  return folders;
}

/**
 * Where other packages say what they add.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/tracking/_tracking_service/registry.py
 * @see https://docs.sqlalchemy.org/en/20/core/connections.html#registering-new-dialects
 */
const SCHEMES =
  /^(?:mlflow\.(?:tracking_store|model_registry_store|workspace_provider)|sqlalchemy\.dialects)$/;

function entriesOf(site: string, names: readonly string[]): Pick<Installation, "apps" | "schemes"> {
  const found = names
    .filter((entry) => /\.(?:dist-info|egg-info)$/i.test(entry))
    .map((entry) => ({
      from: entry.replace(/\.[^.]*$/, ""),
      text: readTextOrEmpty(join(site, entry, "entry_points.txt")),
    }));
  return {
    apps: found.flatMap(({ from, text }) => appSection(text).map((app) => ({ ...app, from }))),
    schemes: found.flatMap(({ text }) => entriesIn(text, SCHEMES).map(({ name }) => name)),
  };
}

/** The entries of every `[mlflow.app]` section of an `entry_points.txt`. */
export function appSection(text: string): { name: string; target: string }[] {
  return entriesIn(text, /^mlflow\.app$/);
}

/** Read as importlib.metadata reads it. */
function entriesIn(text: string, sections: RegExp): { name: string; target: string }[] {
  let section = "";
  return text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/).flatMap((raw) => {
    const line = raw.trim();
    if (line.startsWith("[") && line.endsWith("]")) section = line.slice(1, -1);
    const [, name, target] = /^([^=#;][^=]*?)\s*=\s*(\S*)/.exec(line) ?? [];
    const found = sections.test(section) && name !== undefined && target !== undefined;
    return found ? [{ name, target }] : [];
  });
}

/** What lies in a folder; nothing where it cannot be listed. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
