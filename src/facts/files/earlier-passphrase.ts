import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readVariable } from "../../intent/environment/environment.ts";
import type { Origin, ServerIntent } from "../../intent/types.ts";
import { KEK_BEFORE, KEK_PASSPHRASE } from "../../secrets/names.ts";

/**
 * Where the passphrase is that the gateway had before its last rotation: in a variable of its own, as `init --rotate`
 * writes it into an env file, or in a file beside the one of today's passphrase, as `init --directory --rotate` does.
 * Null where the rotation was finished, or there was none.
 */
export function findEarlierPassphrase({ environment }: ServerIntent, cwd: string): Origin | null {
  const named = readVariable(environment, KEK_BEFORE);
  if (named) return named.origin;
  const { name, file } = readVariable(environment, KEK_PASSPHRASE)?.origin ?? {};
  if (!file || name !== `${KEK_PASSPHRASE}_FILE`) return null;
  const beside = join(dirname(resolve(cwd, file)), KEK_BEFORE);
  return existsSync(beside) ? { kind: "file", name: KEK_BEFORE, file: beside } : null;
}
