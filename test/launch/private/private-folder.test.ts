import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { createPrivateFolder } from "../../../src/launch/private/private-folder.ts";
import { makeFolder, waitFor } from "../../support/guard.ts";

const cannotBeOpened = vi.hoisted(() => ({ path: "" }));
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));

afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
});

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const openSync = (path: string, ...rest: [number]) => {
    if (path === cannotBeOpened.path) throw Object.assign(new Error(), { code: "EIO" });
    return fs.openSync(path, ...rest);
  };
  // As a limit on the size of files: what fits is written, and the next write fails (write(2), EFBIG).
  const writeSync = (fd: number, bytes: Buffer, from: number, length: number, at: number) => {
    if (at >= disk.room) throw Object.assign(new Error(), { code: "EFBIG" });
    return fs.writeSync(fd, bytes, from, Math.min(length, disk.room - at), at);
  };
  return { ...fs, openSync, writeSync };
});

it("a private folder that cannot be opened does not stay, and the next place takes it", () => {
  const [bad, good] = [makeFolder(), makeFolder()];
  cannotBeOpened.path = join(bad, "one");
  const places = [bad, good].map((parent) => ({ path: join(parent, "one"), shared: false }));
  const folder = createPrivateFolder(places, {}, process.getuid?.() ?? -1);
  expect(folder.path).toBe(join(good, "one"));
  expect(readdirSync(bad)).toEqual([]);
  folder.remove();
  expect(readdirSync(good)).toEqual([]);
});

it("a file that could be written over in part alone is still the launcher's own", async () => {
  const place = { path: join(makeFolder(), "one"), shared: false };
  const folder = createPrivateFolder([place], {}, process.getuid?.() ?? -1);
  onTestFinished(() => folder.remove());
  folder.write("note", "0123456789\n");
  const { mtimeMs } = statSync(join(folder.path, "note"));
  disk.room = 3;
  await waitFor(() => {
    expect(() => folder.overwrite("note", "abcdefghij\n")).toThrow();
    return statSync(join(folder.path, "note")).mtimeMs !== mtimeMs;
  });
  expect(readFileSync(join(folder.path, "note"), "utf8")).toBe("abc3456789\n");
  expect(folder.look()).toBe("same");
  disk.room = Number.POSITIVE_INFINITY;
  folder.overwrite("note", "abcdefghij\n");
  expect(readFileSync(join(folder.path, "note"), "utf8")).toBe("abcdefghij\n");
});
