import { chmodSync, cpSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "./guard.ts";

const PARTS = ["bin", "dist", "package.json"];

/** The program, where every account can read it. @returns what Node is to run. */
export function copyProgram(): string {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  for (const name of PARTS)
    cpSync(new URL(`../../${name}`, import.meta.url).pathname, join(folder, name), {
      recursive: true,
    });
  return join(folder, "bin/mlflow-guard.js");
}
