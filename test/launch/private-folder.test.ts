import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { createPrivateFolder } from "../../src/launch/private-folder.ts";
import { makeFolder } from "../support/guard.ts";

const cannotBeOpened = vi.hoisted(() => ({ path: "" }));

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const openSync = (path: string, ...rest: [number]) => {
    if (path === cannotBeOpened.path) throw Object.assign(new Error(), { code: "EIO" });
    return fs.openSync(path, ...rest);
  };
  return { ...fs, openSync };
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
