import { tmpdir } from "node:os";
import { resolve } from "node:path";

/** Where the private folder of a run may be made, absolute: the first of these that can be written. */
export function privateParents(runtimeFolder: string | undefined): string[] {
  const parents = [...(runtimeFolder ? [runtimeFolder] : []), tmpdir()];
  return [...new Set(parents.map((folder) => resolve(folder)))];
}
