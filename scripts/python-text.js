import { readFileSync } from "node:fs";

/** Gives the text of a Python file to whoever imports it: in the bundle, and where vitest runs the sources. */
export function pythonText() {
  return {
    name: "python-text",
    load(path) {
      if (!path.endsWith(".py")) return null;
      // A line that begins with `import` would pass for a module's own (publint); a minifier writes line ends as they are.
      const text = JSON.stringify(readFileSync(path, "utf8").replaceAll("\n", "\v"));
      const code = `export default ${text}.replaceAll("\\v", "\\n");`;
      return { code, moduleType: "js" };
    },
  };
}
