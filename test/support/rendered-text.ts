import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = `${ROOT}src/`;

/** Fields that hold words for people. What is decided on has a type of its own: a code. */
const WORDS = new Set([
  ...["what", "why", "cause", "fix", "reason", "text", "title", "claim", "because"],
]);

/** What asks a text what is in it, called on the text or with it. */
const ASKING = new Set([
  ...["includes", "startsWith", "endsWith", "indexOf", "lastIndexOf", "match", "matchAll"],
  ...["search", "localeCompare", "test", "exec", "has"],
]);

const COMPARING = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** Every file of `src`, with its types. */
export function sourceProgram(): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(`${ROOT}tsconfig.json`, {}, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: () => {},
  } as ts.ParseConfigFileHost);
  const files = config?.fileNames.filter((name) => name.startsWith(SOURCES)) ?? [];
  return ts.createProgram(files, config?.options ?? {});
}

/** One file, as if it were in `src`. */
export function exampleProgram(code: string): ts.Program {
  const name = `${SOURCES}example.ts`;
  const options = { strict: true, target: ts.ScriptTarget.ES2022, noLib: false, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...more) =>
    path === name
      ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true)
      : getSourceFile.call(host, path, ...more);
  return ts.createProgram([name], options, host);
}

/**
 * The places where code decides on words: it compares such a field, or a variable that one was put into, with a text, or
 * asks what is in it. A field of a few fixed values is a code, whatever it is called.
 * @param but folders that are left out.
 * @returns `path:line: code`.
 */
export function decisionsOnWords(program: ts.Program, but: readonly string[]): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const isWords = (node: ts.Node | undefined) => node !== undefined && holdsWords(node, checker);
  for (const source of program.getSourceFiles()) {
    const path = relative(ROOT, source.fileName);
    if (!source.fileName.startsWith(SOURCES) || but.some((folder) => path.startsWith(folder)))
      continue;
    const visit = (node: ts.Node): void => {
      if (decides(node, isWords)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.push(`${path}:${line + 1}: ${node.getText(source).split("\n")[0]}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function decides(node: ts.Node, isWords: (node: ts.Node | undefined) => boolean): boolean {
  if (ts.isBinaryExpression(node) && COMPARING.has(node.operatorToken.kind)) {
    const sides = [node.left, node.right];
    return sides.some(isWords) && sides.some(ts.isStringLiteralLike);
  }
  if (ts.isSwitchStatement(node)) return isWords(node.expression);
  if (ts.isElementAccessExpression(node)) return isWords(node.argumentExpression);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  return ASKING.has(name.text) && (isWords(expression) || node.arguments.some(isWords));
}

function holdsWords(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return holdsWords(node.expression, checker);
  const name = nameOf(node);
  if (name === null || !WORDS.has(name) || !isText(checker.getTypeAtLocation(node))) return false;
  // A text that is read is often called so, and is no field.
  return name !== "text" || ts.isPropertyAccessExpression(node) || isTakenApart(node, checker);
}

function nameOf(node: ts.Node): string | null {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : null;
}

/** Any text: a union of fixed ones is a code. */
function isText(type: ts.Type): boolean {
  return (type.isUnion() ? type.types : [type]).some(({ flags }) => flags & ts.TypeFlags.String);
}

function isTakenApart(node: ts.Node, checker: ts.TypeChecker): boolean {
  const declared = checker.getSymbolAtLocation(node)?.valueDeclaration;
  return declared !== undefined && ts.isBindingElement(declared);
}
