import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { whoCanChange } from "../files/who-can-change.ts";
import type { Ports } from "../ports.ts";
import { FILE_TWINS, KEK_BEFORE } from "../secrets/names.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import { removeStaleDrafts } from "../secrets/stale-drafts.ts";
import { privateTarget, writePrivateFiles } from "../secrets/write-file.ts";
import { changeMode, exportTo } from "../shell/command.ts";
import { shellQuote } from "../shell/quote.ts";
import { NotDone } from "../users/not-done.ts";
import type { Place } from "./destination.ts";

/** A folder with a file for each secret, named like its variable: what Docker, Compose and Kubernetes mount. */
export function directoryPlace(name: string, ports: Ports): Place {
  const path = resolve(ports.cwd, name);
  const names = [...FILE_TWINS, KEK_BEFORE];
  const fileOf = (one: string) => join(path, one);
  const present = () => names.filter((one) => readOne(path, one).length > 0);
  const given = () => present().filter((one) => one !== KEK_BEFORE);
  return {
    name,
    path,
    read: () => new Map(names.flatMap((one) => readOne(path, one))),
    write: (values) => {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      mustBeOwn(path, ports.uid);
      const files = [...values].map(([one, value]) => ({
        ...targetOf(fileOf(one)),
        text: `${value}\n`,
      }));
      writePrivateFiles(files);
    },
    sweep: () => {
      for (const one of names) removeStaleDrafts(targetOf(fileOf(one)).path, ports.uid);
    },
    hidden: () => (existsSync(join(path, ".git")) ? present().map(fileOf) : [path]),
    option: "",
    variables: () => Object.fromEntries(given().map((one) => [`${one}_FILE`, fileOf(one)])),
    use: (start, steps) => [
      ...given().map((one) => exportTo(`${one}_FILE`, shellQuote(fileOf(one)))),
      ...steps,
      start,
    ],
  };
}

/** Whoever can write to the folder can put other secrets there. */
function mustBeOwn(path: string, uid: number): void {
  if (!whoCanChange(path, uid).some(({ on }) => on === "file")) return;
  throw new NotDone(
    `other users can write to ${path}`,
    `${changeMode("go-w", path)}; or name another folder: --directory secrets`,
  );
}

function targetOf(path: string) {
  const target = privateTarget(path);
  if ("problem" in target)
    throw new NotDone(`${path} ${target.problem}`, "name another folder: --directory secrets");
  return target;
}

function readOne(folder: string, name: string): [string, string][] {
  const { path, exists } = targetOf(join(folder, name));
  if (!exists) return [];
  const read = readSecretFile(path);
  if ("value" in read) return [[name, read.value]];
  throw new NotDone(read.what, `look at it, or remove it: rm -i ${shellQuote(path)}`);
}
