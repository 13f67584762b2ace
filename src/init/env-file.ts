import { statSync } from "node:fs";
import { resolve } from "node:path";
import { isForeign } from "../files/owners.ts";
import { type EnvFileEntry, parseEnvFile } from "../intent/environment/env-file.ts";
import type { Ports } from "../ports.ts";
import { GENERATED } from "../secrets/generate.ts";
import { KEK_BEFORE, KEK_VERSION } from "../secrets/names.ts";
import { readRegularFile } from "../secrets/regular-file.ts";
import { removeStaleDrafts } from "../secrets/stale-drafts.ts";
import { type PrivateTarget, privateTarget, writePrivateFiles } from "../secrets/write-file.ts";
import { shellQuote } from "../shell/quote.ts";
import { NotDone } from "../users/not-done.ts";
import type { Place } from "./destination.ts";

const COMMENTS = new Map<string, string>([
  ...GENERATED.map(({ name, comment }): [string, string] => [name, comment]),
  [KEK_VERSION, "Counts the passphrases; MLflow stores it with each key."],
  [KEK_BEFORE, "Until mlflow crypto rotate-kek has run with it."],
]);

/** An env file: what else stands in it stays. */
export function envFilePlace(name: string, ports: Ports): Place {
  const path = resolve(ports.cwd, name);
  const option = name === ".env" ? "" : ` --guard-env-file ${shellQuote(name)}`;
  return {
    name,
    path,
    read: () => new Map(entriesOf(path, name, ports.uid).map((entry) => [entry.name, entry.value])),
    write: (values) => {
      const target = targetOf(path, ports.uid);
      const old = target.exists ? contentOf(target.path).toString("utf8") : "";
      writePrivateFiles([{ ...target, text: merged(old, name, values) }]);
    },
    sweep: () => removeStaleDrafts(targetOf(path, ports.uid).path, ports.uid),
    hidden: () => [targetOf(path, ports.uid).path],
    option,
    variables: () => ({}),
    use: (start, steps) => [...steps, start],
  };
}

function targetOf(path: string, uid: number): PrivateTarget {
  const target = privateTarget(path);
  const fix = "name another file: --file secrets.env; or print them: --print";
  if ("problem" in target) throw new NotDone(`${path} ${target.problem}`, fix);
  // What another account wrote is no secret of one's own, and would be if root replaced it.
  if (target.exists && isForeign(statSync(target.path).uid, uid))
    throw new NotDone(`${path} belongs to another user`, fix);
  return target;
}

const LARGEST_KIB = 1024;

/** It is read as a start would read it. */
function contentOf(path: string): Buffer {
  const read = readRegularFile(path, LARGEST_KIB);
  if ("bytes" in read) return read.bytes;
  throw new NotDone(`${path} ${read.problem}`, "name another file: --file secrets.env");
}

function entriesOf(path: string, name: string, uid: number): readonly EnvFileEntry[] {
  const target = targetOf(path, uid);
  if (!target.exists) return [];
  const { entries, problems } = parseEnvFile(contentOf(target.path), name);
  const [first] = problems;
  if (first) throw new NotDone(first.what, first.fix);
  return entries;
}

/** The old text without the lines that are replaced, those of secret files too, and the new ones below it. */
function merged(old: string, file: string, values: ReadonlyMap<string, string>): string {
  const { entries } = parseEnvFile(Buffer.from(old), file);
  const lines = old.split(/\r\n?|\n/);
  const gone = new Set(
    entries
      .filter(({ name }) => values.has(name.replace(/_FILE$/, "")))
      .flatMap((entry) => linesOf(entry, lines)),
  );
  const rest = lines.filter((_line, at) => !gone.has(at)).join("\n");
  const start = rest === "" || rest.endsWith("\n") ? rest : `${rest}\n`;
  const added = [...values].map(
    ([name, value]) => `# ${COMMENTS.get(name)}\n${name}=${quoted(name, value)}\n`,
  );
  return start + added.join("");
}

/** A value that every reader of env files takes the same; an old passphrase may be any text. */
function quoted(name: string, value: string): string {
  if (/^[\w@%+=:,./-]+$/.test(value)) return value;
  if (/^[^'\\\r\n]*$/.test(value) && !value.includes("${")) return `'${value}'`;
  throw new NotDone(
    `the value of ${name} cannot be written so that every reader takes it the same`,
    "keep it in a file of its own: mlflow-guard init --directory secrets",
  );
}

/** An assignment, with the comment that `init` put above it. */
function linesOf({ name, line, span }: EnvFileEntry, lines: readonly string[]): number[] {
  const at = line - 1;
  const commented = lines[at - 1] === `# ${COMMENTS.get(name)}`;
  const from = commented ? at - 1 : at;
  return Array.from({ length: at + span - from }, (_, count) => from + count);
}
