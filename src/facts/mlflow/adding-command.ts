import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { type Installation, namesIn } from "./installation.ts";

type Place = Pick<Installation, "python" | "sitePackages" | "standardLibrary">;

/**
 * The command that adds a package to an environment, up to the package: its own pip, else uv, which makes environments
 * without one.
 * @param path PATH, where uv is looked for.
 * @returns null where this user cannot change the environment, or the system says that nobody should.
 */
export function addingCommand(place: Place, path: string | undefined): readonly string[] | null {
  const { python, sitePackages } = place;
  if (!isWritable(sitePackages) || belongsToTheSystem(place)) return null;
  if (namesIn(sitePackages).some((name) => /^pip-.+\.dist-info$/.test(name)))
    return [python, "-m", "pip", "install"];
  const uv = findUv(path);
  return uv === null ? null : [uv, "pip", "install", "--python", python];
}

/** @see https://packaging.python.org/en/latest/specifications/externally-managed-environments/ */
function belongsToTheSystem({ python, standardLibrary }: Place): boolean {
  if (existsSync(join(dirname(dirname(python)), "pyvenv.cfg"))) return false;
  return standardLibrary === null || existsSync(join(standardLibrary, "EXTERNALLY-MANAGED"));
}

function findUv(path = ""): string | null {
  const files = path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry))
    .map((entry) => join(entry, "uv"));
  return files.find((file) => isFile(file) && may(file, constants.X_OK)) ?? null;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isWritable(folder: string): boolean {
  return may(folder, constants.W_OK);
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
