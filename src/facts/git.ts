import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Adds a file or folder to the `.gitignore` beside it when it lies in a git work tree.
 * @returns what was done, for the person; null where there is nothing to do.
 */
export function keepOutOfGit(path: string): string | null {
  const folder = dirname(path);
  if (!inWorkTree(folder)) return null;
  const line = `/${basename(path)}`;
  const ignore = join(folder, ".gitignore");
  try {
    const text = existsSync(ignore) ? readFileSync(ignore, "utf8") : "";
    const lines = text.split(/\r?\n/).map((entry) => entry.trim());
    if (lines.includes(line) || lines.includes(basename(path))) return null;
    appendFileSync(ignore, `${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`);
    return `added ${line} to ${ignore}: it must not be committed`;
  } catch {
    return `${ignore} cannot be written: see to it that ${basename(path)} is never committed`;
  }
}

function inWorkTree(folder: string): boolean {
  if (statSync(join(folder, ".git"), { throwIfNoEntry: false })) return true;
  const parent = dirname(folder);
  return parent !== folder && inWorkTree(parent);
}
