import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import ts from "typescript";
import { root } from "../prepare.js";
import { copyProject } from "../project-copy.js";

const SILENT = Object.fromEntries(
  ["trace", "debug", "info", "warn", "error", "fatal"].flatMap((level) => [
    [level, () => {}],
    [`is${level[0].toUpperCase()}${level.slice(1)}Enabled`, () => false],
  ]),
);

/**
 * A copy of the project and its build, in which each mutant of the files is in place and sleeps until its id is the
 * active one.
 *
 * @returns the copy's folder, and the mutants: id, file, place, what stands there, what takes its place, and whether
 *   that is in a function
 */
export async function sandbox(isMutated) {
  const { folder, names } = copyProject("mutation");
  cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
  const files = names
    .filter(isMutated)
    .map((name) => ({ name, mutate: true, content: readFileSync(join(root, name), "utf8") }));
  const made = await new Instrumenter(SILENT).instrument(files, {
    plugins: null,
    ignorers: [],
    excludedMutations: [],
  });
  // A file without anything to change, such as one of names alone, has no header either.
  const changed = new Set(made.mutants.map(({ fileName }) => fileName));
  for (const { name, content } of made.files.filter(({ name }) => changed.has(name)))
    writeFileSync(join(folder, name), `// @ts-nocheck\n${severalAtOnce(content)}`);
  const text = new Map(files.map(({ name, content }) => [name, content.split("\n")]));
  const functions = new Map(files.map(({ name, content }) => [name, functionsOf(content)]));
  return {
    folder,
    mutants: made.mutants.map(({ id, fileName, location, mutatorName, replacement }) => ({
      id,
      file: fileName,
      line: location.start.line + 1,
      column: location.start.column + 1,
      lastLine: location.end.line + 1,
      mutator: mutatorName,
      original: excerpt(text.get(fileName), location),
      replacement,
      inFunction: functions.get(fileName).some((range) => isWithin(location, range)),
    })),
  };
}

/** Stryker's header takes one id from the environment; here it takes several, with commas between. */
function severalAtOnce(content) {
  return [
    [/ns\.activeMutant = (g\.process\.env\.\w+);/, 'ns.together = new Set($1.split(","));'],
    [/if \(ns\.activeMutant === id\)/, "if (ns.activeMutant === id || ns.together?.has(id))"],
  ].reduce((text, [pattern, instead]) => {
    if (!pattern.test(text)) throw new Error(`Stryker's header has changed: no ${pattern}`);
    return text.replace(pattern, instead);
  }, content);
}

/** @returns from which line and column to which each function reaches, zero-based */
function functionsOf(content) {
  const source = ts.createSourceFile("x.ts", content, ts.ScriptTarget.Latest);
  const found = [];
  const walk = (node) => {
    if (ts.isFunctionLike(node) && node.body)
      found.push({
        start: source.getLineAndCharacterOfPosition(node.body.getStart(source)),
        end: source.getLineAndCharacterOfPosition(node.body.end),
      });
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

const isWithin = ({ start, end }, range) =>
  !isBefore(start, range.start) && !isBefore(range.end, end);

const isBefore = (a, b) => a.line < b.line || (a.line === b.line && columnOf(a) < columnOf(b));
const columnOf = ({ column, character }) => column ?? character;

function excerpt(lines, { start, end }) {
  const part = lines.slice(start.line, end.line + 1);
  part[part.length - 1] = part[part.length - 1].slice(0, end.column);
  part[0] = part[0].slice(start.column);
  return part.join("\n");
}
