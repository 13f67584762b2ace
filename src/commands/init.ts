import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { keepOutOfGit } from "../facts/git.ts";
import { parseEnvFile } from "../intent/env-file.ts";
import { shellQuote } from "../intent/shell-quote.ts";
import type { Ports } from "../ports.ts";
import { renderFailure, renderUsage } from "../report/text.ts";
import { GENERATED } from "../secrets/generate.ts";
import { ADMIN_PASSWORD } from "../secrets/names.ts";
import { programName } from "./decide.ts";

export interface InitRequest {
  readonly file: string;
  readonly rotate: readonly string[];
}

/** Writes what a login needs and is not there yet; what is there is left alone unless it is rotated by name. */
export function init({ file, rotate }: InitRequest, ports: Ports): number {
  const program = programName(ports.env);
  const unknown = rotate.filter((name) => !GENERATED.some((secret) => secret.name === name));
  if (unknown.length > 0) {
    const fix = `one of ${GENERATED.map(({ name }) => name).join(", ")}`;
    ports.err(
      renderUsage(
        [{ what: `--rotate ${unknown.join(", ")} is no secret of a login`, fix }],
        program,
      ),
    );
    return EXIT.usage;
  }
  const path = resolve(ports.cwd, file);
  const failed = (what: string, fix: string) => {
    ports.err(renderFailure(`${what}. Nothing was changed.`, fix));
    return EXIT.cannotWrite;
  };
  try {
    const old = existsSync(path) ? readFileSync(path) : null;
    const { problems } = parseEnvFile(old ?? Buffer.alloc(0), file);
    if (problems[0]) return failed(problems[0].what, problems[0].fix);
    const { text, written, kept } = merge(old?.toString("utf8") ?? "", file, rotate);
    if (written.length > 0) replaceFile(path, `${path}.${ports.pid}.new`, text, old !== null);
    const git = keepOutOfGit(path);
    ports.out(nextSteps(file, written, kept, git, program));
    return EXIT.ok;
  } catch (error) {
    return failed(...explain(path, (error as NodeJS.ErrnoException).code));
  }
}

interface Merged {
  readonly text: string;
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** The old text with rotated lines replaced and missing ones added. */
function merge(old: string, file: string, rotate: readonly string[]): Merged {
  const present = new Set(
    parseEnvFile(Buffer.from(old), file)
      .entries.filter(({ value }) => value !== "")
      .map(({ name }) => name),
  );
  const written = GENERATED.filter(({ name }) => !present.has(name) || rotate.includes(name));
  const without = written.reduce((text, { name }) => withoutVariable(text, name), old);
  const start = without === "" || without.endsWith("\n") ? without : `${without}\n`;
  const added = written
    .map(({ name, comment, make }) => `# ${comment}\n${name}=${make()}\n`)
    .join("");
  const kept = GENERATED.filter((secret) => !written.includes(secret)).map(({ name }) => name);
  return { text: start + added, written: written.map(({ name }) => name), kept };
}

/** Takes an assignment out, with the comment that `init` put above it. */
function withoutVariable(text: string, name: string): string {
  const comment = GENERATED.find((secret) => secret.name === name)?.comment ?? "";
  const lines = text.split("\n");
  const at = lines.findIndex((line) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(line));
  if (at === -1) return text;
  lines.splice(at, 1);
  if (lines[at - 1] === `# ${comment}`) lines.splice(at - 1, 1);
  return withoutVariable(lines.join("\n"), name);
}

/** Writes beside the file and moves it there whole: a full disk or a crash loses nothing. Mode 0600 from the start. */
function replaceFile(path: string, draft: string, text: string, exists: boolean): void {
  try {
    const handle = openSync(draft, "wx", 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    // A link never replaces a file that appeared meanwhile.
    if (exists) renameSync(draft, path);
    else linkSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function explain(path: string, code: string | undefined): [string, string] {
  const folder = dirname(path);
  if (code === "ENOSPC" || code === "EDQUOT")
    return [`no space is left for ${path}`, `free some space: df -h ${shellQuote(folder)}`];
  if (code === "ENOENT")
    return [`the folder ${folder} does not exist`, `mkdir -p ${shellQuote(folder)}`];
  if (code === "EEXIST")
    return [`${path} appeared while it was being written`, "run the command again"];
  if (code === "EISDIR")
    return [`${path} is a folder`, "name a file: mlflow-guard init --file secrets.env"];
  const readOnly =
    code === "EROFS" ? "is on a read-only file system" : "cannot be written by this user";
  return [
    `${path} ${readOnly}`,
    "name a file in a folder of your own: mlflow-guard init --file ~/mlflow.env",
  ];
}

function nextSteps(
  file: string,
  written: readonly string[],
  kept: readonly string[],
  git: string | null,
  program: string,
): string {
  const named = file === ".env" ? "" : ` --guard-env-file ${shellQuote(file)}`;
  const rotatedPassword = written.includes(ADMIN_PASSWORD) && kept.length > 0;
  return [
    written.length > 0
      ? `mlflow-guard: wrote ${written.length} settings to ${file} (mode 0600): ${written.join(", ")}`
      : `mlflow-guard: ${file} has everything a login needs; nothing was changed`,
    ...(git ? [`  ${git}`] : []),
    ...(rotatedPassword
      ? ["  an admin that exists already keeps its old password; MLflow ignores a new one"]
      : []),
    "  keep a copy of it: stored provider keys cannot be read without the passphrase",
    "next:",
    `  ${program} server${named} --host 0.0.0.0`,
    "",
  ].join("\n");
}
