import { execFileSync } from "node:child_process";
import { appendFileSync, lstatSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readRegularFile } from "../../secrets/regular-file.ts";

/** What a .gitignore never reaches. */
const LARGEST_KIB = 1024;

/** Milliseconds for one question to git. */
const PATIENCE = 5000;

/** What was done to keep a file out of git. */
export interface KeptOut {
  /** What was done or is left to do, for the person. */
  readonly said: string;
  /** The `.gitignore` was to be written, and could not be. */
  readonly failed: boolean;
}

const done = (said: string): KeptOut => ({ said, failed: false });

/**
 * Adds a file or folder to the `.gitignore` beside it when it lies in a git work tree, and asks git whether that helped.
 * @returns null where there is nothing to say.
 */
export function keepOutOfGit(path: string): KeptOut | null {
  const folder = dirname(path);
  const name = basename(path);
  if (!inWorkTree(folder)) return null;
  if (ask(folder, ["ls-files", "--error-unmatch", "--", name]) === 0)
    return done(
      `git tracks ${name} already: take it out with git rm --cached, and make new secrets`,
    );
  if (isIgnored(folder, name) === true) return null;
  const line = ignoreLine(name);
  const ignore = join(folder, ".gitignore");
  const added = line !== null && append(ignore, line);
  if (!added) {
    const said = `${ignore} cannot be written: see to it that ${name} is never committed`;
    return { said, failed: true };
  }
  return done(
    isIgnored(folder, name) === false
      ? `git would still take ${name}: something else in its ignore files lets it in`
      : `${line} is in ${ignore}: it must not be committed`,
  );
}

/** Null where git cannot say: it is not installed, or this is no work tree to it. */
function isIgnored(folder: string, name: string): boolean | null {
  const code = ask(folder, ["check-ignore", "-q", "--", name]);
  return code === 0 || code === 1 ? code === 0 : null;
}

function ask(folder: string, words: readonly string[]): number | null {
  // A work tree may name programs that git runs; these two questions need none of them.
  const safe = ["-C", folder, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
  try {
    execFileSync("git", [...safe, ...words], { stdio: "ignore", timeout: PATIENCE });
    return 0;
  } catch (error) {
    return (error as { status?: number | null }).status ?? null;
  }
}

/** @see https://git-scm.com/docs/gitignore#_pattern_format */
function ignoreLine(name: string): string | null {
  if (/[\r\n]/.test(name)) return null;
  return `/${name.replace(/[\\*?[]/g, "\\$&").replace(/ +$/, (blanks) => "\\ ".repeat(blanks.length))}`;
}

/** Adds a line unless it is there; only to a plain file, or to none. */
function append(file: string, line: string): boolean {
  try {
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat && !stat.isFile()) return false;
    const read = stat ? readRegularFile(file, LARGEST_KIB) : null;
    if (read && "problem" in read) return false;
    const text = read?.bytes.toString("utf8") ?? "";
    if (text.split(/\r?\n/).includes(line)) return true;
    appendFileSync(file, `${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`);
    return true;
  } catch {
    return false;
  }
}

function inWorkTree(folder: string): boolean {
  if (statSync(join(folder, ".git"), { throwIfNoEntry: false })) return true;
  const parent = dirname(folder);
  return parent !== folder && inWorkTree(parent);
}
