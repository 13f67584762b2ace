// The shape of the sources: how long files and functions are, how many files a folder has, which files import each
// other in a circle. `node scripts/shape.js` prints it; `test/layout.test.ts` holds it to bounds.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { root } from "./prepare.js";
import { median } from "./statistics.js";

/** @returns the shape of all TypeScript below a folder. */
export function shapeOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => read(folder, name));
  const folders = new Map();
  for (const { name } of files) folders.set(dirname(name), (folders.get(dirname(name)) ?? 0) + 1);
  return {
    files: files.map(({ name, lines }) => ({ name, lines })),
    functions: files.flatMap(({ functions }) => functions),
    folders: [...folders].map(([name, count]) => ({ name, count })),
    circles: circlesOf(new Map(files.map(({ name, imports }) => [name, imports]))),
  };
}

function read(folder, name) {
  const text = readFileSync(join(folder, name), "utf8");
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const [functions, imports] = [[], []];
  const visit = (node) => {
    const path = importedBy(node);
    if (path?.startsWith(".")) imports.push(normalize(join(dirname(name), path)));
    if (isNamedFunction(node))
      functions.push({ name: `${name}:${line(node.getStart())}`, ...size(node) });
    ts.forEachChild(node, visit);
  };
  const line = (at) => tree.getLineAndCharacterOfPosition(at).line + 1;
  const size = (node) => ({ lines: line(node.end) - line(node.getStart()) + 1 });
  visit(tree);
  return { name, lines: text.split("\n").length - 1, functions, imports };
}

/** What is loaded with the file, types included; what is loaded later closes no circle. */
function importedBy(node) {
  const isOne = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
  return isOne && node.moduleSpecifier ? node.moduleSpecifier.text : undefined;
}

function isNamedFunction(node) {
  const isMember = ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node);
  const isValue = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  const isNamed = isValue && ts.isVariableDeclaration(node.parent);
  return Boolean((ts.isFunctionDeclaration(node) || isMember || isNamed) && node.body);
}

/** Files that reach themselves, each circle once (Tarjan's strongly connected components). */
function circlesOf(imports) {
  const [circles, stack, index, low] = [[], [], new Map(), new Map()];
  const enter = (name) => {
    index.set(name, index.size);
    low.set(name, index.get(name));
    stack.push(name);
    for (const next of imports.get(name) ?? []) {
      if (!imports.has(next)) continue;
      if (!index.has(next)) enter(next);
      if (stack.includes(next)) low.set(name, Math.min(low.get(name), low.get(next)));
    }
    if (low.get(name) !== index.get(name)) return;
    const circle = stack.splice(stack.indexOf(name));
    if (circle.length > 1) circles.push(circle);
  };
  for (const name of imports.keys()) if (!index.has(name)) enter(name);
  return circles;
}

function print({ files, functions, folders, circles }) {
  const lines = (all) => all.map((one) => one.lines);
  const most = (all, by) => [...all].sort((a, b) => b[by] - a[by])[0];
  console.log(
    `files      ${files.length}, median ${median(lines(files))} lines, at most ${most(files, "lines").lines} (${most(files, "lines").name})`,
  );
  console.log(
    `functions  ${functions.length}, median ${median(lines(functions))} lines, at most ${most(functions, "lines").lines} (${most(functions, "lines").name})`,
  );
  console.log(
    `folders    ${folders.length}, at most ${most(folders, "count").count} files (${most(folders, "count").name})`,
  );
  console.log(
    `circles    ${circles.length}${circles.map((circle) => `\n  ${circle.join(" -> ")}`).join("")}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  print(shapeOf(join(root, "src")));
