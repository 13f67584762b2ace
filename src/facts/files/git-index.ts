import { lstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { readRegularFile } from "../../secrets/regular-file.ts";

/** KiB; the index of a very large work tree has some hundred MB. */
const LARGEST = 1024 * 1024;
const SMALL = 64;

/**
 * Does git track this file, or anything in this folder, or where a link of this name leads? Read from the index of every
 * work tree around it: to ask git would run what a stranger's repository configures.
 * @returns null where the index is there and cannot be read.
 */
export function isTracked(file: string): boolean | null {
  try {
    return lookUp(file);
  } catch {
    return null;
  }
}

function lookUp(file: string): boolean | null {
  const folder = realpathSync(dirname(file));
  const places = [...new Set([join(folder, basename(file)), realpathSync(file)])];
  const answers = places.flatMap((place) =>
    workTrees(isFolder(place) ? place : dirname(place)).map(({ root, gitFolder }) =>
      holds(gitFolder, relative(root, place)),
    ),
  );
  return answers.includes(true) || (answers.includes(null) ? null : false);
}

/** Of a link nothing is asked but its name. */
function isFolder(place: string): boolean {
  return lstatSync(place).isDirectory();
}

interface WorkTree {
  readonly root: string;
  readonly gitFolder: string;
}

/** @see https://git-scm.com/docs/gitrepository-layout: a linked work tree and a submodule have a file that names the folder. */
function workTrees(folder: string): WorkTree[] {
  const mark = join(folder, ".git");
  const stat = statSync(mark, { throwIfNoEntry: false });
  const gitFolder = stat?.isFile() ? linkedFolder(mark, folder) : mark;
  const here = stat ? [{ root: folder, gitFolder }] : [];
  return dirname(folder) === folder ? here : [...here, ...workTrees(dirname(folder))];
}

function linkedFolder(mark: string, folder: string): string {
  const read = readRegularFile(mark, SMALL);
  const text = "bytes" in read ? read.bytes.toString("utf8") : "";
  return resolve(folder, /^gitdir: (.+?)\r?\n?$/.exec(text)?.[1] ?? ".git");
}

function holds(gitFolder: string, path: string): boolean | null {
  // Without an index nothing was ever added; without the folder nobody knows.
  if (!isThere(gitFolder)) return null;
  if (!isThere(join(gitFolder, "index"))) return false;
  const wanted = Buffer.from(path.split(sep).join("/")).toString("latin1");
  return search(gitFolder, "index", wanted);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function search(gitFolder: string, name: string, wanted: string): boolean | null {
  const read = readRegularFile(join(gitFolder, name), LARGEST);
  if ("problem" in read) return null;
  // SHA-1 or, by the repository's configuration, SHA-256.
  const index = readIndex(read.bytes, 20) ?? readIndex(read.bytes, 32);
  if (index === null) return null;
  // In a sparse index a folder stands for all below it.
  const here = index.paths.some(
    (path) =>
      path === wanted || isBelow(wanted, path) || (path.endsWith("/") && wanted.startsWith(path)),
  );
  // A shared one names no other.
  const more = name === "index" ? index.shared : null;
  return here || more === null ? here : search(gitFolder, more, wanted);
}

/** The root of a work tree has no name in it. */
function isBelow(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

interface Index {
  /** From the root of the work tree, each byte a character. */
  readonly paths: readonly string[];
  /** The file that holds the rest, where the index is split. */
  readonly shared: string | null;
}

/** Bytes of an entry before its hash (times, mode, ids, size), and of the header. */
const STAT = 40;
const HEADER = 12;
const EXTENDED = 0x4000;
const LENGTH = 0x0fff;

/** @see https://git-scm.com/docs/index-format; null where these bytes are none of the versions 2 to 4. */
function readIndex(bytes: Buffer, hash: number): Index | null {
  try {
    const version = bytes.readUInt32BE(4);
    if (bytes.toString("latin1", 0, 4) !== "DIRC" || version < 2 || version > 4) return null;
    const paths: string[] = [];
    let at = HEADER;
    for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
      const entry = readEntry(bytes, at, hash, version === 4 ? (paths.at(-1) ?? "") : null);
      if (entry === null) return null;
      paths.push(entry.path);
      at = entry.end;
    }
    return { paths, shared: sharedIndex(bytes, at, hash) };
  } catch (error) {
    // Past the end: the hashes have another length, or the file is cut.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @param before the path of the entry before, of which a version 4 keeps the beginning; else null. */
function readEntry(
  bytes: Buffer,
  start: number,
  hash: number,
  before: string | null,
): { path: string; end: number } | null {
  const flags = bytes.readUInt16BE(start + STAT + hash);
  const from = start + STAT + hash + (flags & EXTENDED ? 4 : 2);
  const { kept, at } = before === null ? { kept: "", at: from } : readKept(bytes, from, before);
  const nul = bytes.indexOf(0, at);
  const path = kept + bytes.toString("latin1", at, nul);
  const length = flags & LENGTH;
  if (nul === -1 || (length < LENGTH && length !== path.length)) return null;
  // Up to version 3 an entry is filled up to a multiple of eight bytes, with one NUL at least.
  const end = before === null ? start + Math.ceil((nul + 1 - start) / 8) * 8 : nul + 1;
  return { path, end };
}

/** How many characters of the path before go, as a number of variable width. */
function readKept(bytes: Buffer, from: number, before: string): { kept: string; at: number } {
  let at = from;
  let byte = bytes.readUInt8(at);
  let strip = byte & 0x7f;
  while (byte & 0x80) {
    at += 1;
    byte = bytes.readUInt8(at);
    strip = (strip + 1) * 128 + (byte & 0x7f);
  }
  return { kept: before.slice(0, before.length - strip), at: at + 1 };
}

/** The extension "link" names, by its hash, the index that this one changes. */
function sharedIndex(bytes: Buffer, start: number, hash: number): string | null {
  for (let at = start; at + 8 <= bytes.length - hash; ) {
    const body = at + 8;
    if (bytes.toString("latin1", at, at + 4) === "link")
      return `sharedindex.${bytes.toString("hex", body, body + hash)}`;
    at = body + bytes.readUInt32BE(at + 4);
  }
  return null;
}
