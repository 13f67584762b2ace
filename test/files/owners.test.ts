import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAloneInGroup, isForeign, othersCanWrite } from "../../src/files/owners.ts";

describe("a mode", () => {
  it.each([
    [0o600, false],
    [0o644, false],
    [0o755, false],
    [0o620, true],
    [0o602, true],
    [0o666, true],
  ])("%o lets others write: %s", (mode, expected) => {
    expect(othersCanWrite(mode)).toBe(expected);
  });
});

describe("an owner", () => {
  it("is foreign unless it is this user or root", () => {
    expect([0, 1000, 1001].map((owner) => isForeign(owner, 1000))).toEqual([false, false, true]);
    expect([0, 1000].map((owner) => isForeign(owner, 0))).toEqual([false, true]);
  });
});

describe("a group with nobody else in it", () => {
  let folder: string;
  const files = () => ({
    passwd: join(folder, "passwd"),
    group: join(folder, "group"),
    switch: join(folder, "nsswitch.conf"),
  });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "guard-group-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const PASSWD =
    "root:x:0:0::/root:\nada:x:1000:1000::/home/ada:\nbob:x:1001:1000::/b:\neve:x:1002:1002::/e:\n";
  const GROUP = "root:x:0:\nada:x:1000:\neve:x:1002:eve\nlab:x:50:ada\n";

  it.each([
    ["its own, by passwd alone", 1002, 1002, true, {}],
    ["one that is another's, too", 1000, 1000, false, {}],
    ["one with a member", 1002, 1002, false, { group: "eve:x:1002:eve,bob\n" }],
    ["one that it is only a member of", 50, 1000, false, {}],
    ["one without any account", 77, 1002, false, {}],
    ["root's, to root: it says so of no group", 0, 0, false, {}],
    ["root's, to an account without a line", 0, 4711, true, {}],
    ["an account that passwd does not have", 1002, 5, false, {}],
    ["accounts of a directory service", 1002, 1002, false, { switch: "group: files sss\n" }],
    [
      "systemd's own accounts beside the files",
      1002,
      1002,
      true,
      { switch: "passwd: files systemd\ngroup: files [SUCCESS=merge] systemd # x\nhosts: dns\n" },
    ],
  ])("%s", (_what, gid, uid, expected, more: Partial<Record<"group" | "switch", string>>) => {
    write("passwd", PASSWD);
    write("group", more.group ?? GROUP);
    write("nsswitch.conf", more.switch ?? "");
    expect(isAloneInGroup(gid, uid, files())).toBe(expected);
  });

  it("is not known where there are no files", () => {
    expect(isAloneInGroup(1, 1, { passwd: "/none", group: "/none", switch: "/none" })).toBe(false);
  });
});
