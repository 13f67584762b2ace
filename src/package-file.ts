import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of this package, by its path from the root: the bundle lies in `dist` or a folder of it. Null: not there. */
export function packageFile(path: string): string | null {
  const found = ["../", "../../"]
    .map((up) => fileURLToPath(new URL(`${up}${path}`, import.meta.url)))
    .find((file) => existsSync(file));
  return found ?? null;
}
