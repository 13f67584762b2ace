import { realpathSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join, resolve } from "node:path";

import type { Origin } from "../../intent/types.ts";
import { readHead, readTextOrEmpty } from "../../secrets/regular-file.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a launcher is read, and what it would be given. */
export interface LauncherPlace {
  readonly cwd: string;
  readonly environment: Environment;
}

/** The Python behind a launcher, and the files that ran on the way to it; else why it was not found, in words. */
export type Launcher =
  | {
      readonly python: string;
      readonly followed: readonly string[];
      /** Variables that a wrapper sets, and that its Python, started without it, does not get; their values are not read. */
      readonly sets?: readonly Origin[];
    }
  | { readonly reason: string };

/** More wrappers in a row than anybody has. */
const DEPTH = 8;

/** As much of a launcher as says what it is. */
const HEAD_KIB = 4;

/**
 * Follows an `mlflow` to its Python: console scripts of pip, uv and conda, shims of pyenv, and wrappers that do nothing
 * but run another file.
 */
export function readLauncher(file: string, place: LauncherPlace, depth = 0): Launcher {
  if (depth === DEPTH) return { reason: "it is a wrapper of wrappers without an end" };
  const head = readHead(file, HEAD_KIB);
  const python = interpreterOf(head, file, place);
  if (python) return { python, followed: [] };
  const shim = pyenvTarget(head, file, place);
  if (shim && "reason" in shim) return shim;
  const wrapper = shim ? null : wrappedFile(head, file);
  const steps = shim?.steps ?? wrapper?.steps;
  const next = steps?.at(-1);
  if (!steps || next === undefined) return { reason: reasonFor(head) };
  const rest = readLauncher(next, place, depth + 1);
  if ("reason" in rest) return rest;
  const sets = [...(wrapper?.sets ?? []), ...(rest.sets ?? [])];
  const followed = [...steps, ...rest.followed];
  return { ...rest, followed, ...(sets.length > 0 ? { sets } : {}) };
}

function reasonFor(head: string): string {
  const first = head.split("\n", 1)[0]?.trim() ?? "";
  const seen = head.startsWith("#!") ? `it begins with ${first}` : "it is a program";
  return `it is no script that names its Python (${seen})`;
}

function interpreterOf(head: string, file: string, place: LauncherPlace): string | null {
  const first = head.split("\n", 1)[0] ?? "";
  const direct = /^#!\s*(\/\S*python[0-9.]*)\s*(?:-\S+\s*)*$/.exec(first)?.[1];
  const named = /^#!\s*\S*\/env\s+(?:-S\s+)?(python[0-9.]*)\s*(?:-\S+\s*)*$/.exec(first)?.[1];
  return direct ?? (named ? onPath(named, place.environment) : executed(head, file));
}

/**
 * The line that pip, uv and conda write where the path is too long for the kernel or has a blank. uv's relocatable
 * environments look beside the script, wherever that is.
 * @see https://github.com/pypa/distlib/blob/0.3.9/distlib/scripts.py (`_build_shebang`)
 * @see https://github.com/astral-sh/uv/blob/0.9.0/crates/uv-install-wheel/src/wheel.rs (`format_shebang`)
 */
function executed(head: string, file: string): string | null {
  if (!/^#!\s*\/bin\/sh\s*\n/.test(head)) return null;
  const line = /^'''exec'\s+(.*?)\s+"\$0"\s+"\$@"/m.exec(head)?.[1] ?? "";
  const beside = /^"\$\(dirname -- "\$\(realpath -- "\$0"\)"\)"\/(.+)$/.exec(line)?.[1];
  const word = literal(beside ?? line);
  if (word === null || !/^python[0-9.]*$/.test(basename(word))) return null;
  if (beside !== undefined) return resolve(dirname(realpathSync(file)), word);
  return isAbsolute(word) ? word : null;
}

/** One word of a POSIX shell in which nothing is expanded; null for everything else. */
function literal(text: string): string | null {
  const pieces = text.match(/'[^']*'|"[^"$`\\]*"|\\'|[\w@%+=:,./-]+/g) ?? [];
  if (pieces.join("") !== text || text === "") return null;
  return pieces
    .map((piece) => (/^['"]/.test(piece) ? piece.slice(1, -1) : piece.replace(/^\\/, "")))
    .join("");
}

/** A wrapper that sets variables and then becomes another file, as Nix and people write it. */
function wrappedFile(head: string, file: string): Wrapper | null {
  if (!/^#!\s*\S*\/(?:ba|da|k|z)?sh\b|^#!\s*\S*\/env\s+(?:ba|da|k|z)?sh\b/.test(head)) return null;
  const lines = head.split("\n").map((line, at) => ({ source: line.trim(), line: at + 1 }));
  const acts = lines.slice(1).filter(({ source }) => source !== "" && !source.startsWith("#"));
  const last = acts.pop()?.source ?? "";
  if (!acts.every(({ source }) => isSetting(source))) return null;
  const target = /^exec\s+(?:-a\s+"\$0"\s+)?(.+?)\s+"\$@"\s*$/.exec(last)?.[1];
  const word = target === undefined ? null : literal(target);
  if (word === null || !isAbsolute(word) || word === file) return null;
  const sets = acts.flatMap(({ source, line }) =>
    exported(source).map((name): Origin => ({ kind: "file", name, file, line })),
  );
  return { steps: [word], sets };
}

interface Wrapper {
  readonly steps: readonly string[];
  readonly sets: readonly Origin[];
}

/** A line that only sets shell options or variables; whatever a value runs is not run here. */
function isSetting(line: string): boolean {
  return /^(?:set -\w+|(?:export )?[A-Za-z_]\w*=.*|export(?: +[A-Za-z_]\w*)+)$/.test(line);
}

/** The names that a line hands on to what is run next. */
function exported(line: string): string[] {
  const names = /^export +(.*)$/.exec(line)?.[1] ?? "";
  const assigned = /^([A-Za-z_]\w*)=/.exec(names)?.[1];
  return assigned === undefined ? names.split(/ +/).filter(Boolean) : [assigned];
}

/**
 * The file behind a shim of pyenv, which asks for the version each time it runs.
 * @see https://github.com/pyenv/pyenv/blob/v2.6.0/README.md (Understanding Python version selection)
 */
function pyenvTarget(
  head: string,
  file: string,
  { cwd, environment }: LauncherPlace,
): { steps: readonly string[] } | { reason: string } | null {
  const root = /^export PYENV_ROOT="(\/[^"$`\\]+)"$/m.exec(head)?.[1];
  const pyenv = /^exec "([^"]+\/pyenv)" exec "\$program" "\$@"/m.exec(head)?.[1];
  if (!root || !pyenv) return null;
  const versions = pyenvVersions(root, cwd, environment);
  const next = versions
    .map((version) => join(root, "versions", version, "bin", basename(file)))
    .find((path) => readHead(path, HEAD_KIB) !== "");
  const asked = versions.join(", ") || "none";
  return next
    ? { steps: [pyenv, next] }
    : { reason: `it is a shim of pyenv, and ${basename(file)} is not in its version (${asked})` };
}

function pyenvVersions(root: string, cwd: string, environment: Environment): string[] {
  if (environment.PYENV_VERSION) return environment.PYENV_VERSION.split(":");
  for (let folder = cwd; ; folder = dirname(folder)) {
    const local = words(join(folder, ".python-version"));
    if (local.length > 0) return local;
    if (folder === dirname(folder)) return words(join(root, "version"));
  }
}

/** A name that leads elsewhere is no version. */
function words(file: string): string[] {
  return readTextOrEmpty(file)
    .split("\n")
    .flatMap((line) =>
      line
        .replace(/#.*/, "")
        .trim()
        .split(/[\s:]+/),
    )
    .filter((word) => /^[\w.+-]+$/.test(word) && !/^\.+$/.test(word));
}

function onPath(name: string, { PATH = "" }: Environment): string | null {
  const files = PATH.split(delimiter)
    .filter((entry) => isAbsolute(entry))
    .map((entry) => join(entry, name));
  return files.find((path) => readHead(path, HEAD_KIB) !== "") ?? null;
}
