import { readHead } from "../../secrets/regular-file.ts";
import { shimmedMlflow } from "../../shell/shim-script.ts";

/** As much of a file as a shim has. */
const HEAD_KIB = 16;

/** More shims in a row than anybody has; what goes on after that goes on for ever. */
const MOST = 8;

/** The MLflow behind a shim of the launcher; null for every other file. */
export function readShim(path: string): string | null {
  return shimmedMlflow(readHead(path, HEAD_KIB));
}

/** The file that would run in the end: a shim that was launched would start the launcher again. */
export function behindShims(path: string): string {
  let real = path;
  for (let count = 0; count < MOST; count += 1) {
    const next = readShim(real);
    if (next === null) return real;
    real = next;
  }
  return real;
}
