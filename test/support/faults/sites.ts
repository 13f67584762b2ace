import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Where the program meets the system. */
const PLACES = [
  "account-store",
  "facts",
  "files",
  "install",
  "launch",
  "mlflow",
  "secrets",
  "start-process.ts",
  "users",
  "watch",
];

/** What reads, writes, connects, spawns and asks the system. */
const EFFECTS = new Set(
  ["fs", "child_process", "dns/promises", "http", "https", "net", "os", "tls"].map(
    (name) => `node:${name}`,
  ),
).add("execa");

/** Facts of the build of Node, and texts. */
const HARMLESS = new Set(["constants", "endianness", "isIP", "isIPv6", "tmpdir"]);

const OF_PROCESS = new Set(["kill", "cwd"]);

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A place in the code where something of the system is used. */
export interface Site {
  /** Its file and what is used, and which one of them: it stays the same when lines move. */
  readonly id: string;
  /** What is used. */
  readonly call: string;
  readonly file: string;
  readonly line: number;
}

/** Puts `__fault("id", …)` around everything of the system that a file uses. */
export function instrument(path: string, text: string): { sites: Site[]; text: string } {
  const file = relative(join(ROOT, "src"), path);
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const imported = importedIn(source);
  const sites: Site[] = [];
  const pieces: string[] = [];
  let end = 0;
  const add = (node: ts.Node, call: string, wrapper = "__fault") => {
    const nth = sites.filter((site) => site.call === call).length + 1;
    const id = `${file} ${call}${nth > 1 ? ` #${nth}` : ""}`;
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    sites.push({ id, call, file, line });
    const [from, to] = [node.getStart(), node.getEnd()];
    pieces.push(
      text.slice(end, from),
      `(${wrapper}(${JSON.stringify(id)}, ${text.slice(from, to)}))`,
    );
    end = to;
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const call = callOf(node, imported);
    if (call !== null) add(node, call);
    else if (isDynamicImport(node)) add(node, "import", "__faultModule");
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return { sites, text: `${pieces.join("")}${text.slice(end)}` };
}

/** What is imported of the system, under the name it has here. */
function importedIn(source: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const one of source.statements) {
    if (!ts.isImportDeclaration(one) || !ts.isStringLiteral(one.moduleSpecifier)) continue;
    const bindings = one.importClause?.namedBindings;
    if (!EFFECTS.has(one.moduleSpecifier.text) || !bindings) continue;
    if (!ts.isNamedImports(bindings)) throw new Error(`${source.fileName}: name what you import`);
    for (const { name, propertyName, isTypeOnly } of bindings.elements) {
      const its = propertyName?.text ?? name.text;
      if (!isTypeOnly && !HARMLESS.has(its)) names.set(name.text, its);
    }
  }
  return names;
}

/** The name of what is used here, null where it is nothing of the system. */
function callOf(node: ts.Node, imported: ReadonlyMap<string, string>): string | null {
  if (ts.isIdentifier(node)) {
    const { parent } = node;
    const named = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const key = ts.isPropertyAssignment(parent) && parent.name === node;
    return named || key ? null : (imported.get(node.text) ?? null);
  }
  if (!ts.isPropertyAccessExpression(node) || !ts.isCallExpression(node.parent)) return null;
  const isProcess = ts.isIdentifier(node.expression) && node.expression.text === "process";
  return isProcess && OF_PROCESS.has(node.name.text) ? `process.${node.name.text}` : null;
}

function isDynamicImport(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword)
    return false;
  const [what] = node.arguments;
  return what !== undefined && ts.isStringLiteral(what) && EFFECTS.has(what.text);
}

/** All of them, as the code has them now. */
export function allSites(): Site[] {
  return readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && isPlace(name))
    .sort()
    .flatMap((name) => {
      const path = join(ROOT, "src", name);
      return instrument(path, readFileSync(path, "utf8")).sites;
    });
}

/** @param name a path below `src`. */
export function isPlace(name: string): boolean {
  return PLACES.includes(name.split("/")[0] ?? "");
}
