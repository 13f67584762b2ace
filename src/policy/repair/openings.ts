import type { ChangeableFile, ContainerUse, Facts } from "../../facts/types.ts";
import type { Opening } from "../../files/who-can-change.ts";
import { shownPath } from "../../secrets/uri.ts";
import type { Fix, Repair, World } from "../types.ts";

/**
 * Is there anybody who could use it? What is mounted into a container often belongs to an account that only the host
 * has, and nobody but root can act as one that has no process there.
 */
export function isUsable(opening: Opening, { inside, uid }: Facts): boolean {
  if (inside === null || !comesFromOutside(opening, inside)) return true;
  if (opening.how === "owner") return inside.users.includes(opening.owner);
  return inside.users.some((one) => one !== uid && one !== 0);
}

/** A mount, or a file that nobody may write: a secret that an engine copied there. */
function comesFromOutside({ path, on, readOnly }: Opening, { mounts }: ContainerUse): boolean {
  const isMounted = mounts.some((point) => path === point || path.startsWith(`${point}/`));
  return isMounted || (on !== "way" && readOnly);
}

/** A mode that lets others write is a mistake wherever it is, also in a container that has nobody else today. */
export function isOpenMode({ on, how }: Opening): boolean {
  return on !== "way" && isMode(how);
}

/** Does the mode show it, so that another mode closes it? Without the bits of the group an ACL lets nobody write. */
function isMode(how: Opening["how"]): boolean {
  return how === "group" || how === "acl" || how === "everybody";
}

/** What decides the login of an exposed server must not be in the hands of anybody else. */
export function decidesLogin({ openings }: ChangeableFile, { exposed, facts }: World): boolean {
  return exposed && openings.some((one) => isOpenMode(one) || isUsable(one, facts));
}

export function describeOpenings({ file, openings }: ChangeableFile): string {
  return openings.map((one) => `${nameOf(file, one)} ${describeOpening(one)}`).join("; ");
}

function nameOf(file: string, { on, path }: Opening): string {
  const shown = shownPath(file);
  if (on === "folder") return `${path}, the folder of ${shown},`;
  if (on === "beside") return `${path}, which SQLite plays back into ${shown},`;
  return on === "file" ? shown : `${path}, which leads to ${shown},`;
}

const WRITERS = {
  group: "its group",
  acl: "the accounts in its ACL (getfacl)",
  everybody: "every account of this machine",
} as const;

/** What is open about a file or folder, as the rest of a sentence that begins with its name. */
export function describeOpening({ how, owner, sticky, on }: Opening): string {
  if (how === "unknown") return "cannot be looked at";
  if (how === "owner") return `belongs to another account (uid ${owner})`;
  const who = WRITERS[how];
  if (sticky && on === "folder") return `lets ${who} make names beside it`;
  return sticky && on === "way"
    ? `lets ${who} make names, so that somebody else may be the first to make this one`
    : `can be written by ${who}`;
}

/** Folders of the system: what others may do there is not this program's to change. */
const SYSTEM = /^\/[^/]*$|^\/(?:usr|var|run|etc|dev)\/[^/]*$/;

/** Null where this user cannot, or should not, close what is open. */
export function closeOpenings(files: readonly ChangeableFile[], facts: Facts): Repair | null {
  const openings = files.flatMap((one) => one.openings);
  const own = openings.filter(({ how }) => how === "owner").map(({ path }) => path);
  const modes = openings.filter(({ how }) => isMode(how));
  const isOurs = ({ owner }: Opening) => owner === facts.uid || facts.isRoot;
  const closable =
    openings.every(({ how, path, sticky }) => how !== "unknown" && !sticky && !SYSTEM.test(path)) &&
    modes.every(isOurs) &&
    (own.length === 0 || facts.isRoot);
  if (!closable) return null;
  return { own: [...new Set(own)], closeToChange: [...new Set(modes.map(({ path }) => path))] };
}

/** What to do about openings, in words, where no command of this user's does it. */
export function moveNotes(files: readonly ChangeableFile[], facts: Facts): Fix[] {
  if (closeOpenings(files, facts) !== null) return [];
  const names = [...new Set(files.map(({ file }) => shownPath(file)))].join(", ");
  const text = `keep ${names} in a folder that only you and root can write to, with yourself as the owner`;
  const note: Fix = { kind: "note", text };
  return facts.inside === null ? [note] : [MOUNTED, note];
}

const MOUNTED: Fix = {
  kind: "docker",
  text: "a mount is closed outside: owned by root or by the user of the container, written by nobody else",
};
