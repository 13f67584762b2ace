import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isSame, isWithin, placeOf, realPath } from "../../src/files/identity.ts";
import { makeFolder } from "../support/guard.ts";
import { needs, OWN_MOUNTS } from "../support/needs.ts";

/** `top/real/in/deep`, a file in it, and `top/link` to `top/real`. */
function scene() {
  const top = makeFolder({ "real/in/deep/file": "x", "real-not/file": "x" });
  symlinkSync(join(top, "real"), join(top, "link"));
  const at = (path: string) => join(top, path);
  return { top, at };
}

describe("where a path leads", () => {
  it.each([
    ["itself", "real", "real"],
    ["what is in it", "real", "real/in/deep/file"],
    ["what is behind a link to it", "real", "link/in"],
    ["the real one, where the folder is the link", "link", "real/in"],
    ["what is yet to be made", "real", "link/none/at/all"],
    ["what begins with dots", "real", "real/..hidden"],
    ["what is spelled with dots", "real", "real/in/../in/deep/.."],
    ["in a folder that is not there", "real/none", "link/none/x"],
  ])("is in a folder: %s", (_what, folder, path) => {
    const { at } = scene();
    expect(isWithin(at(folder), at(path))).toBe(true);
  });

  it.each([
    ["what only begins like it", "real", "real-not/file"],
    ["what is above", "real/in", "real"],
    ["what dots lead out of", "real/in", "real/in/../x"],
    ["a link in it, to the outside", "real/in", "real/in/out"],
    ["another name that is not there", "real/none", "real/other"],
  ])("is not in it: %s", (_what, folder, path) => {
    const { at } = scene();
    symlinkSync(at("real-not"), at("real/in/out"));
    expect(isWithin(at(folder), at(path))).toBe(false);
  });

  it("is the same by what it is", () => {
    const { at } = scene();
    expect(isSame(at("real/in"), at("link/in"))).toBe(true);
    expect(isSame(at("real/none"), at("link/none"))).toBe(true);
    expect(isSame(at("real/none"), at("real/nine"))).toBe(false);
    expect(isSame(at("real"), at("real-not"))).toBe(false);
    expect(placeOf(at("none"))).toBeNull();
    expect(placeOf(at("real/in/deep/file/none"))).toBeNull();
    expect(realPath(at("link/none/x"))).toBe(realPath(at("real/none/x")));
  });

  it("is told for the root, too", () => {
    expect(isWithin("/", "/")).toBe(true);
    expect(isWithin("/", makeFolder())).toBe(true);
    expect(isWithin(makeFolder(), "/")).toBe(false);
  });
});

describe("a second mount of a folder", () => {
  it("is that folder", needs("mounts of one's own"), async () => {
    const { build } = await import("rolldown");
    const top = makeFolder();
    for (const name of ["real", "second"]) mkdirSync(join(top, name));
    const file = join(top, "places.mjs");
    await build({ input: "src/files/identity.ts", platform: "node", output: { file } });
    const script = join(top, "look.mjs");
    writeFileSync(
      script,
      `import { isWithin } from "./places.mjs";
       console.log(isWithin("${top}/real", "${top}/second/x"), isWithin("${top}/real", "${top}/x"));`,
    );
    const line = 'mount --bind "$1/real" "$1/second" && exec "$0" "$1/look.mjs"';
    const words = [OWN_MOUNTS, "sh", "-c", line, process.execPath, top];
    expect(execFileSync("unshare", words, { encoding: "utf8" }).trim()).toBe("true false");
  });
});
