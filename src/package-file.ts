import { existsSync, readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of this package, by its path from the root: the bundle lies in `dist` or a folder of it. Null: not there. */
export function packageFile(path: string): string | null {
  const found = ["../", "../../"]
    .map((up) => fileURLToPath(new URL(`${up}${path}`, import.meta.url)))
    .find((file) => existsSync(file));
  return found ?? null;
}

/**
 * A file that the build has made in `dist`.
 * @throws if there was no build.
 */
export function readBuilt(name: string): Buffer {
  const file = packageFile(`dist/${name}`);
  if (file === null) throw new Error(`dist/${name} is missing: npm run build`);
  return readFileSync(file);
}

let program: string | undefined;

/** The real path of the program that runs; looked up once. */
export function programFile(): string {
  program ??= realpathSync(fileURLToPath(import.meta.url));
  return program;
}
