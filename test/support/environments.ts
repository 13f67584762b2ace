import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readInstallation } from "../../src/facts/mlflow/installation.ts";
import { MANAGED } from "./guard.ts";

/** How an environment differs from the managed one. */
export interface Difference {
  readonly without?: RegExp;
  readonly version?: string;
  /** Entry points of a plugin, as the text of its `entry_points.txt`. */
  readonly plugin?: string;
  /** The plugin's distribution and version, as its metadata folder has them. */
  readonly distribution?: string;
  /** Python text that runs instead of MLflow's command. */
  readonly script?: string;
}

/**
 * Makes a virtual environment out of links to the managed one, so that a real installation can lack an extra, carry a
 * plugin or call itself another version.
 * @returns its `mlflow` executable.
 */
export function makeEnvironment(
  folder: string,
  { without, version, plugin, distribution = "guardplugin-1.0", script }: Difference,
): string {
  const managed = readInstallation(join(MANAGED, "bin", "mlflow"));
  if ("reason" in managed) throw new Error(managed.reason);
  const site = join(folder, "lib", `python${managed.pythonVersion}`, "site-packages");
  mkdirSync(site, { recursive: true });
  mkdirSync(join(folder, "bin"));
  for (const name of readdirSync(managed.sitePackages)) {
    if (without?.test(name)) continue;
    const own = version ? name.replace(`mlflow-${managed.version}.`, `mlflow-${version}.`) : name;
    symlinkSync(join(managed.sitePackages, name), join(site, own));
  }
  if (plugin) {
    mkdirSync(join(site, `${distribution}.dist-info`));
    writeFileSync(join(site, `${distribution}.dist-info`, "entry_points.txt"), plugin);
  }
  writeFileSync(join(folder, "pyvenv.cfg"), `home = ${dirname(managed.python)}\n`);
  symlinkSync(managed.python, join(folder, "bin", "python"));
  const text = script ?? "from mlflow.cli import cli\ncli()\n";
  writeFileSync(join(folder, "bin", "mlflow"), `#!${join(folder, "bin", "python")}\n${text}`, {
    mode: 0o755,
  });
  return join(folder, "bin", "mlflow");
}
