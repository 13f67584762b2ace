import {
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isComplete } from "../facts/mlflow/managed-environments.ts";
import { isManagedShut } from "../facts/mlflow/own-environment.ts";
import { whoCanChange } from "../files/who-can-change.ts";
import { COMPLETE } from "../mlflow/versions/managed.ts";
import type { InstallProblem } from "../report/text.ts";
import { shellQuote } from "../shell/quote.ts";
import { again, elsewhere, type InstallRequest } from "./request.ts";

const MAKING = ".mlflow-guard-making";

/**
 * An empty folder for one environment. What an interrupted installation left there goes: the packages come again from
 * the cache of pip or uv. What nobody here can have made stays.
 */
export function makeFolder(
  folder: string,
  uid: number,
  request: InstallRequest,
): InstallProblem | null {
  if (isForeign(folder, uid)) {
    return {
      what: `${folder} is there, and this program did not make it`,
      fix: `mv ${shellQuote(folder)} ${shellQuote(`${folder}.mine`)} && ${again(request)}`,
    };
  }
  removeFolder(folder);
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(join(folder, MAKING), "", { mode: 0o600 });
  return null;
}

/**
 * Why nothing is installed into, or taken from, this place: what somebody else put there, or can change, would run with
 * all rights of this user.
 */
export function othersPlace(
  request: InstallRequest,
  folder: string,
  uid: number,
): InstallProblem | null {
  const [open] = whoCanChange(request.root, uid);
  const what = open
    ? `${request.root} is no place to install into: ${open.path} ${open.how === "owner" ? `belongs to uid ${open.owner}` : "can be changed by others"}`
    : isComplete(folder) && !isManagedShut(folder, uid)
      ? `${folder} is there, and others can change it`
      : null;
  return what === null ? null : { what, fix: `${elsewhere(request)}\na folder of your own` };
}

/** From here on the environment counts. */
export function markComplete(folder: string, content: string): void {
  writeFileSync(join(folder, MAKING), content, { mode: 0o600 });
  renameSync(join(folder, MAKING), join(folder, COMPLETE));
}

/** Takes an environment away. Out of the way first: a removal that is interrupted must not leave a part of it under the name. */
export function removeFolder(folder: string): void {
  const old = `${folder}.old`;
  rmSync(old, { recursive: true, force: true });
  try {
    renameSync(folder, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** Takes away a file or what else has its name, but no folder. @throws the system's error. */
export function removeFile(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function isForeign(folder: string, uid: number): boolean {
  try {
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || stat.uid !== uid) return true;
    const names = readdirSync(folder);
    return (
      names.length > 0 && ![MAKING, COMPLETE, "pyvenv.cfg"].some((name) => names.includes(name))
    );
  } catch {
    return false;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it belongs to somebody else",
  EPERM: "it belongs to somebody else",
  EROFS: "the file system is read-only",
  // What a recursive mkdir of Node says on a read-only file system.
  ENOENT: "the folder above is missing, or the file system is read-only",
  ENOSPC: "no space is left",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "something else is in its place",
  EISDIR: "a folder is in its place",
};

/** Carries out `act`; what the system refuses is a problem with a reason. Other errors are thrown. */
export async function attempt(
  request: InstallRequest,
  place: string,
  act: () => Promise<InstallProblem | null>,
): Promise<InstallProblem | null> {
  try {
    return await act();
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || REASONS[code] === undefined) throw error;
    return {
      what: `${path ?? place} cannot be written (${code}): ${REASONS[code]}`,
      fix: `${elsewhere(request)}\na folder of your own, with room`,
    };
  }
}
