import { readFileSync } from "node:fs";

/** Can the group or everybody write a file of this mode? */
export function othersCanWrite(mode: number): boolean {
  return (mode & 0o022) !== 0;
}

/** Does it belong to somebody else, who may change it whatever its mode says? Root's is everybody's own. */
export function isForeign(owner: number, uid: number): boolean {
  return owner !== uid && owner !== 0 && !isUnmapped(owner);
}

/**
 * Does the number stand for all that is outside of this user namespace (user_namespaces(7))? Nobody inside can act as
 * that, and whoever made the namespace is outside.
 */
function isUnmapped(owner: number): boolean {
  if (owner !== Number(textOf("/proc/sys/kernel/overflowuid") || Number.NaN)) return false;
  return !linesOf("/proc/self/uid_map").some((line) => {
    const [first, , count] = line.trim().split(/\s+/).map(Number);
    return first !== undefined && owner >= first && owner < first + (count ?? 0);
  });
}

/** Where the system keeps its accounts; another place in tests. */
export interface AccountFiles {
  readonly passwd: string;
  readonly group: string;
  readonly switch: string;
}

const FILES: AccountFiles = {
  passwd: "/etc/passwd",
  group: "/etc/group",
  switch: "/etc/nsswitch.conf",
};

/**
 * Is nobody in this group but the user and root? Ubuntu and Fedora make one for each account, and let it write what
 * the account makes; images for any user belong to the group of root. Where accounts come from elsewhere, too
 * (nsswitch.conf(5)), nobody can tell.
 */
export function isAloneInGroup(gid: number, uid: number, files: AccountFiles = FILES): boolean {
  if (uid === 0 || !isLocal(files.switch)) return false;
  const accounts = linesOf(files.passwd).map((line) => line.split(":"));
  const us = accounts.filter(([, , one]) => one === "0" || one === String(uid));
  const primary = accounts.filter((one) => one[3] === String(gid)).map((one) => one[2]);
  const groups = linesOf(files.group).map((line) => line.split(":"));
  const members = groups
    .filter((one) => one[2] === String(gid))
    .flatMap((one) => (one[3] ?? "").split(",").filter(Boolean));
  return (
    primary.length > 0 &&
    primary.every((one) => one === "0" || one === String(uid)) &&
    members.every((member) => us.some(([name]) => name === member))
  );
}

/** `systemd` and `mymachines` know accounts that exist while a program runs; none of them joins a person's group. */
const LOCAL = new Set(["files", "compat", "systemd", "altfiles", "mymachines"]);

function isLocal(file: string): boolean {
  return linesOf(file)
    .map((line) => /^\s*(?:passwd|group|initgroups)\s*:([^#]*)/.exec(line)?.[1])
    .flatMap(
      (sources) =>
        sources
          ?.replace(/\[[^\]]*\]/g, " ")
          .split(/\s+/)
          .filter(Boolean) ?? [],
    )
    .every((source) => LOCAL.has(source));
}

function linesOf(file: string): string[] {
  return textOf(file).split("\n").filter(Boolean);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
