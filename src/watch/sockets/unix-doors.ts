import { lstatSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { whoCanChange } from "../../files/who-can-change.ts";

/**
 * Who can connect to a UNIX socket: `others` beside this user and root, nobody but those, or nobody knows, since there
 * is no socket any more at the place where it was bound.
 */
export type Door = "others" | "own" | "moved";

/** Neither the group nor everybody may go through a folder. */
const SEARCH = 0o011;

/**
 * Judges UNIX sockets as often as it is asked, and looks closer where something changed. Connecting needs the right to
 * write to the socket and to go through each folder on the way (unix(7), path_resolution(7)).
 */
export class UnixDoors {
  readonly #uid: number;
  readonly #known = new Map<string, { readonly seen: string; readonly door: Door }>();

  constructor(uid: number) {
    this.#uid = uid;
  }

  /** @param path as the process means it; an abstract name begins with `@`, has no file and is open to everybody. */
  judge(path: string): Door {
    if (path.startsWith("@")) return "others";
    const way = ancestors(path).map(statOf);
    const seen = way.map((stat) => (stat ? `${stat.ino} ${stat.mode} ${stat.uid}` : "?")).join();
    const known = this.#known.get(path);
    if (known?.seen === seen) return known.door;
    const door = this.#look(path, way);
    this.#known.set(path, { seen, door });
    return door;
  }

  #look(path: string, [socket, ...folders]: readonly (Stats | null)[]): Door {
    if (!socket?.isSocket()) return "moved";
    const isShut = (folder: Stats | null) =>
      folder !== null && (folder.mode & SEARCH) === 0 && [0, this.#uid].includes(folder.uid);
    if (folders.some(isShut)) return "own";
    return whoCanChange(path, this.#uid).some(({ on }) => on === "file") ? "others" : "own";
  }
}

/** The path itself, and each folder that it is in. */
function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...ancestors(parent)];
}

/** Null where it is not there, or cannot be looked at. */
function statOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}
