import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./prepare.js";

/**
 * Copies what git knows of the project, changes included, to a place where it may be changed. The packages are a link.
 *
 * @returns the copy's folder, which the caller removes, and the names of the files
 */
export function copyProject(purpose) {
  const folder = mkdtempSync(join(tmpdir(), `mlflow-guard-${purpose}-`));
  const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = spawnSync("git", words, { cwd: root, encoding: "utf8" });
  const names = stdout.split("\0").filter((name) => name && existsSync(join(root, name)));
  for (const name of names)
    cpSync(join(root, name), join(folder, name), { verbatimSymlinks: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return { folder, names };
}
