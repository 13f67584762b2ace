import { readFileSync } from "node:fs";

/** Gives the text of a Python file to whoever imports it: in the bundle, and where vitest runs the sources. */
export function pythonText() {
  return {
    name: "python-text",
    load(path) {
      if (!path.endsWith(".py")) return null;
      const code = `export default ${JSON.stringify(readFileSync(path, "utf8"))};`;
      return { code, moduleType: "js" };
    },
  };
}
