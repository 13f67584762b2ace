import { lstatSync, readdirSync, readlinkSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readAccessAcls } from "./access-acl.ts";
import { isAloneInGroup, isForeign, othersCanWrite } from "./owners.ts";

/** A way in which somebody beside this user and root can change what a path leads to. */
export interface Opening {
  /** What is open. */
  readonly path: string;
  /**
   * The file itself, or a folder or link on the way to it; of a database also the folder that it lies in, and the
   * files that SQLite keeps beside it.
   */
  readonly on: "file" | "way" | "folder" | "beside";
  /** It belongs to another account, its mode lets others write, or it cannot be looked at. */
  readonly how: "owner" | "group" | "acl" | "everybody" | "unknown";
  /** The uid; -1 where nobody could look. */
  readonly owner: number;
  /** Everybody may make new names there, and take away none of others. */
  readonly sticky: boolean;
  /** Its mode lets nobody write, not even the owner. */
  readonly readOnly: boolean;
}

/**
 * What may be an opening: the bits of a group, which count for nothing where nobody else is in it, unless there is an
 * ACL, whose mask they are then (acl(5)). See `settle`.
 */
export type MaybeOpening =
  | Opening
  | (Omit<Opening, "how"> & { readonly how: "group?"; readonly gid: number });

/** As many as Linux follows (path_resolution(7)). */
const LINKS = 40;
const STICKY = 0o1000;

interface Place {
  readonly path: string;
  readonly stat: Stats;
}

/**
 * Who can change this file, or put another one in its place? Judged are owner, mode and POSIX ACL of the file, and of
 * each folder and link up to the root. In a folder with the sticky bit only the owner of a name may take it away. Where
 * nothing is there yet, the question is who can be first to make it.
 * @param uid this user; -1 on a system without such ids, where nobody is found.
 * @returns the openings, from the root on; none where only this user and root can.
 */
export function whoCanChange(path: string, uid: number): Opening[] {
  return settle([whoMayChange(path, uid)], uid).flat();
}

/** The same before ACLs are looked at, for those who ask of many files. */
export function whoMayChange(path: string, uid: number): MaybeOpening[] {
  if (uid === -1) return [];
  try {
    return distinct(walk(resolve(path).split("/"), uid));
  } catch {
    // It went while it was looked at.
    return [unseen(path)];
  }
}

/**
 * The same for a folder that code or a database lies in: what is directly in it counts, too.
 * @param names which of its entries; all without.
 */
export function whoMayChangeIn(
  folder: string,
  uid: number,
  names?: readonly string[],
): MaybeOpening[] {
  const openings = whoMayChange(folder, uid);
  if (uid === -1 || openings.some(({ how }) => how === "unknown")) return openings;
  const entries = (names ?? listed(folder)).map((name) => join(folder, name));
  return distinct([...openings, ...entries.flatMap((entry) => inside(entry, uid))]);
}

/** The same, with its ACLs. */
export function whoCanChangeIn(folder: string, uid: number, names?: readonly string[]): Opening[] {
  return settle([whoMayChangeIn(folder, uid, names)], uid).flat();
}

/** Looks at the groups and ACLs of all lists together. Where nobody can tell, the bits count as the group's. */
export function settle(lists: readonly (readonly MaybeOpening[])[], uid: number): Opening[][] {
  const asked = lists.flat().filter((one) => one.how === "group?");
  const groups = [...new Set(asked.map(({ gid }) => gid))];
  const own = new Set(groups.filter((gid) => isAloneInGroup(gid, uid)));
  const paths = new Set(asked.filter(({ gid }) => own.has(gid)).map(({ path }) => path));
  const acls = paths.size === 0 ? null : readAccessAcls([...paths], uid);
  return lists.map((list) =>
    list.flatMap((one): Opening[] => {
      if (one.how !== "group?") return [one];
      const { gid, ...opening } = one;
      if (!own.has(gid)) return [{ ...opening, how: "group" }];
      const acl = acls?.get(one.path) ?? null;
      return acl === false ? [] : [{ ...opening, how: acl ? "acl" : "group" }];
    }),
  );
}

function walk(names: string[], uid: number): MaybeOpening[] {
  const openings: MaybeOpening[] = [];
  let here = placeOf("/");
  let links = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      here = placeOf(dirname(here.path));
      continue;
    }
    const path = join(here.path, name);
    const stat = look(path);
    if (typeof stat === "string") return [...openings, unseen(path)];
    openings.push(...onTheWay(here, path, stat, uid));
    if (stat === null) return openings;
    if (isDescriptor(path)) return [...openings, ...openTo({ path, stat: statSync(path) }, uid)];
    if (stat.isSymbolicLink()) {
      links += 1;
      if (links > LINKS) return [...openings, unseen(path)];
      const target = readlinkSync(path);
      names.unshift(...target.split("/"));
      if (target.startsWith("/")) here = placeOf("/");
    } else here = { path, stat };
  }
  return [...openings, ...openTo(here, uid)];
}

/** Can somebody else take away what this folder has there, or be the first to make it? */
function onTheWay(folder: Place, path: string, stat: Stats | null, uid: number): MaybeOpening[] {
  const open = openTo(folder, uid)
    .filter(({ how, sticky }) => how === "owner" || !sticky || stat === null)
    .map((one) => ({ ...one, on: "way" }) as const);
  const link = stat?.isSymbolicLink() && (folder.stat.mode & STICKY) !== 0 ? stat : null;
  return open.length === 0 && link && isForeign(link.uid, uid)
    ? [{ path, on: "way", how: "owner", owner: link.uid, sticky: false, readOnly: false }]
    : open;
}

/** Of what lies in a folder that was judged. */
function inside(path: string, uid: number): MaybeOpening[] {
  const stat = look(path);
  if (stat === null) return [];
  if (typeof stat === "string") return [unseen(path)];
  return stat.isSymbolicLink() ? whoMayChange(path, uid) : openTo({ path, stat }, uid);
}

function openTo({ path, stat: { uid: owner, gid, mode } }: Place, uid: number): MaybeOpening[] {
  const bits = { sticky: (mode & STICKY) !== 0, readOnly: (mode & 0o222) === 0 };
  const opening = { path, on: "file", owner, ...bits } as const;
  const foreign = isForeign(owner, uid) ? [{ ...opening, how: "owner" } as const] : [];
  if ((mode & 0o002) !== 0) return [...foreign, { ...opening, how: "everybody" }];
  return othersCanWrite(mode) ? [...foreign, { ...opening, how: "group?", gid }] : foreign;
}

/** A link leads the same way twice. */
function distinct(openings: readonly MaybeOpening[]): MaybeOpening[] {
  return [...new Map(openings.map((one) => [JSON.stringify(one), one])).values()];
}

function placeOf(path: string): Place {
  return { path, stat: lstatSync(path) };
}

function unseen(path: string): Opening {
  return { path, on: "way", how: "unknown", owner: -1, sticky: false, readOnly: false };
}

/** Null where nothing is there; the system's code where nobody can tell. */
function look(path: string): Stats | string | null {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    // A name whose bytes are no UTF-8 is another name to Node: something may be there.
    return code === "ENOENT" && !path.includes("\uFFFD") ? null : code;
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What a process has open has no path that would lead there again (proc(5), `/proc/PID/fd`). */
function isDescriptor(path: string): boolean {
  return /^\/proc\/\d+\/(?:task\/\d+\/)?fd\/\d+$/.test(path);
}
