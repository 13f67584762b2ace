import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isAloneInGroup, isForeign, othersCanWrite } from "../../src/files/owners.ts";
import { isHere, type Shell } from "./shells.ts";

declare module "vitest" {
  interface TaskMeta {
    /** Why the test is left out on this machine: `npm test` counts the reasons, and fails where one is missing. */
    leftOut?: string;
  }
}

export const IS_ROOT = process.getuid?.() === 0;

/** What `unshare` is told for mounts of one's own: others may have them where they are root, in their own namespace. */
export const OWN_MOUNTS = IS_ROOT ? "-m" : "-rm";

/** An account that may be alone in its group: `daemon`, which is in every Linux, or, for whom can be no other, oneself. */
export const ALONE = IS_ROOT
  ? { uid: 1, gid: 1 }
  : { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };

/** A group in which others may be, which may be given what one makes: for root any is. */
export const SHARED_GROUP = IS_ROOT
  ? 0
  : (process.getgroups?.() ?? []).find((gid) => !isAloneInGroup(gid, ALONE.uid));

/** Where nobody else can make or change anything, unlike in a temporary folder. */
export const OWN_PLACE = IS_ROOT ? "/var/lib" : homedir();

/** What tests need beside Node, Python and MLflow, and whether this machine has it for this user. */
const HERE = {
  Linux: () => process.platform === "linux",
  "a system with users": () => process.getuid !== undefined,
  root: () => IS_ROOT,
  "mounts of one's own": () => runs("unshare", OWN_MOUNTS, "true"),
  "a process table of one's own": () => runs("unshare", "--pid", "--fork", "true"),
  tini: () => runs("tini", "--version"),
  "an account alone in its group": () => isAloneInGroup(ALONE.gid, ALONE.uid),
  "a group with others in it": () => SHARED_GROUP !== undefined,
  "a folder that nobody else can change": () => isShut(OWN_PLACE),
  "setfacl and a file system with ACLs": hasAcls,
  groff: () => runs("groff", "--version"),
  dash: () => isHere("dash"),
  bash: () => isHere("bash"),
  zsh: () => isHere("zsh"),
  fish: () => isHere("fish"),
} satisfies Readonly<Record<string, () => boolean>> & Readonly<Record<Shell, () => boolean>>;

/** The options of tests that need all of these: where one of them is not here, they are left out, and say why. */
export function needs(...what: readonly (keyof typeof HERE)[]) {
  const missing = what.find((one) => !HERE[one]());
  return leftOut(missing === undefined ? null : `needs ${missing}`);
}

/** The options of tests that are left out for this reason; null where they run. */
export function leftOut(reason: string | null): { skip?: true; meta?: { leftOut: string } } {
  return reason === null ? {} : { skip: true, meta: { leftOut: reason } };
}

function runs(command: string, ...words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: "ignore" }).status === 0;
}

function hasAcls(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "guard-acl-"));
  try {
    writeFileSync(join(folder, "f"), "");
    return runs("setfacl", "-m", "u:41002:r", join(folder, "f"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isShut(path: string): boolean {
  const { uid, mode } = statSync(path);
  if (isForeign(uid, process.getuid?.() ?? -1) || othersCanWrite(mode)) return false;
  return dirname(path) === path || isShut(dirname(path));
}
