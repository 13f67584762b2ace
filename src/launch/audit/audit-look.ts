import { accessSync, constants, lstatSync, type Stats, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { isNobodyElseHere, whoCouldSwap } from "../../facts/machine/private-places.ts";
import { isForeign } from "../../files/owners.ts";
import { whoCanChange } from "../../files/who-can-change.ts";
import type { Against } from "./audit-problem.ts";

const { W_OK, X_OK } = constants;

/**
 * Why a start would not take this file as its audit log; null if it would. Nothing is opened, made or changed: a file
 * that is yet to be made is judged by its folder.
 * @param uid this user; -1 on a system without such ids.
 */
export function lookAt(path: string, uid: number): Against | null {
  return exchangeable(dirname(path), uid) ?? entry(path, uid);
}

/**
 * Why this file is no audit log, whether it is open or was only looked at.
 * @param place leads to the file itself: its path, or its descriptor.
 */
export function whyNot(stat: Stats, place: string, path: string, uid: number): Against | null {
  if (stat.isSymbolicLink()) return { why: "link" };
  if (!stat.isFile()) return { why: "no-file" };
  if (stat.nlink !== 1) return { why: "hard-link" };
  if (uid !== -1 && isForeign(stat.uid, uid)) return { why: "other-owner", uid: stat.uid };
  return kernels(place) ?? openTo(path, uid);
}

/** The system's word on a file that cannot be opened, or not be looked at. */
export function cannotOpen(error: unknown): Against {
  return { why: "cannot-open", error: String((error as NodeJS.ErrnoException).code) };
}

/** A group's folder of logs is common; what everybody, or another account, may exchange is no evidence. */
function exchangeable(folder: string, uid: number): Against | null {
  const [opening] = whoCouldSwap(folder, uid).filter(
    ({ how }) => how === "owner" || how === "everybody",
  );
  if (!opening || isNobodyElseHere(folder, uid)) return null;
  return { why: "exchange", opening };
}

function entry(path: string, uid: number): Against | null {
  try {
    return whyNot(lstatSync(path), path, path, uid) ?? denied(path, W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return cannotOpen(error);
  }
  const folder = dirname(path);
  // By its dot, what is no folder is not taken for one.
  return kernels(folder) ?? denied(`${folder}/.`, W_OK | X_OK);
}

/** Who can write to it can take lines out of it. */
function openTo(path: string, uid: number): Against | null {
  const opening = whoCanChange(path, uid).find(({ on }) => on === "file");
  if (!opening || isNobodyElseHere(path, uid)) return null;
  return { why: "write", opening };
}

/** File systems in which a file is no data but the kernel's own (statfs(2), linux/magic.h). */
const KERNELS: ReadonlySet<number> = new Set([
  ...[0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x62656570, 0xcafe4a11],
  ...[0x63677270, 0x27e0eb],
]);

/** What is written there is a setting, or is lost. */
function kernels(place: string): Against | null {
  try {
    return KERNELS.has(statfsSync(place).type) ? { why: "kernel" } : null;
  } catch {
    return null;
  }
}

function denied(path: string, mode: number): Against | null {
  try {
    accessSync(path, mode);
    return null;
  } catch (error) {
    return cannotOpen(error);
  }
}
