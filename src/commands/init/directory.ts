import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { shellQuote } from "../../intent/shell-quote.ts";
import type { Ports } from "../../ports.ts";
import { FILE_TWINS, KEK_BEFORE } from "../../secrets/names.ts";
import { readSecretFile } from "../../secrets/secret-file.ts";
import { privateTarget, writePrivateFile } from "../../secrets/write-file.ts";
import { InitFailure } from "./failure.ts";
import type { Place } from "./place.ts";

/** A folder with a file for each secret, named like its variable: what Docker, Compose and Kubernetes mount. */
export function directoryPlace(name: string, ports: Ports): Place {
  const path = resolve(ports.cwd, name);
  const names = [...FILE_TWINS, KEK_BEFORE];
  return {
    name,
    path,
    read: () => new Map(names.flatMap((one) => readOne(path, one))),
    write: (values) => {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      for (const [one, value] of values)
        writePrivateFile(targetOf(join(path, one)), `${value}\n`, ports.pid);
    },
    use: (program) => [
      ...names
        .filter((one) => one !== KEK_BEFORE && readOne(path, one).length > 0)
        .map((one) => `export ${one}_FILE=${shellQuote(join(path, one))}`),
      `${program} server --host 0.0.0.0`,
    ],
  };
}

function targetOf(path: string) {
  const target = privateTarget(path);
  if ("problem" in target)
    throw new InitFailure(`${path} ${target.problem}`, "name another folder: --directory secrets");
  return target;
}

function readOne(folder: string, name: string): [string, string][] {
  const { path, exists } = targetOf(join(folder, name));
  if (!exists) return [];
  const read = readSecretFile(path);
  if ("value" in read) return [[name, read.value]];
  throw new InitFailure(read.what, `look at it, or remove it: rm -i ${shellQuote(path)}`);
}
