import { readFileSync } from "node:fs";

/** Gives the text of a Python file to whoever imports it: in the bundle, and where vitest runs the sources. */
export function pythonText() {
  return {
    name: "python-text",
    load(path) {
      if (!path.endsWith(".py")) return null;
      // A minifier writes line ends as they are, and a line that begins with `import` would pass for a module's own
      // (publint); what it would have to parse, it leaves alone.
      const text = JSON.stringify(readFileSync(path, "utf8"));
      const code = `export default JSON.parse(${JSON.stringify(text)});`;
      return { code, moduleType: "js" };
    },
  };
}
