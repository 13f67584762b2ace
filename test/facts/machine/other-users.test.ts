import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOtherUsers } from "../../../src/facts/machine/other-users.ts";
import { needs } from "../../support/needs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-users-"));
  for (const name of ["sessions", "processes"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "accounts"), "root:x:0:0::/:/bin/sh\nada:x:1001:1001::/:/bin/sh\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(uid: number) {
  return readOtherUsers(uid, {
    sessions: join(folder, "sessions"),
    processes: join(folder, "processes"),
    accounts: join(folder, "accounts"),
  });
}

function session(...names: readonly string[]): void {
  for (const name of names) mkdirSync(join(folder, "sessions", name));
}

describe("who else is on this machine", () => {
  it("is whoever has a session, by name where that is known", () => {
    session("1002", "1001");
    expect(read(1000)).toEqual([
      { uid: 1001, name: "ada" },
      { uid: 1002, name: null },
    ]);
  });

  it("is not this user, no service, no container's user and no other folder", () => {
    session("0", "999", "1000", "1001", "59999", "60000", "65534", "1002x", "x1002");
    expect(read(1001).map(({ uid }) => uid)).toEqual([1000, 59_999]);
  });

  it("is the owner of a process, once", needs("root"), () => {
    for (const [pid, owner] of [
      [10, 1001],
      [11, 1001],
      [12, 1003],
      [14, 1000],
      [13, 0],
    ] as const) {
      mkdirSync(join(folder, "processes", String(pid)));
      chownSync(join(folder, "processes", String(pid)), owner, owner);
    }
    mkdirSync(join(folder, "processes", "sys"));
    chownSync(join(folder, "processes", "sys"), 1004, 1004);
    session("1001", "1002");
    expect(read(1003).map(({ uid }) => uid)).toEqual([1000, 1001, 1002]);
    expect(read(0).map(({ uid }) => uid)).toEqual([1000, 1001, 1002, 1003]);
  });

  it("survives a process that ended meanwhile", () => {
    symlinkSync(join(folder, "gone"), join(folder, "processes", "10"));
    expect(read(1000)).toEqual([]);
  });

  it("is nobody where there is nothing to see, and nameless without accounts", () => {
    session("1001");
    rmSync(join(folder, "processes"), { recursive: true });
    rmSync(join(folder, "accounts"));
    expect(read(1000)).toEqual([{ uid: 1001, name: null }]);
    rmSync(join(folder, "sessions"), { recursive: true });
    expect(read(1000)).toEqual([]);
  });

  it("looks at the machine itself", () => {
    const owner = statSync(folder).uid;
    expect(readOtherUsers(owner).filter(({ uid }) => uid === owner || uid < 1000)).toEqual([]);
  });
});
