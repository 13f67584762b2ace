import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AuditFileError, findAuditProblem, openOwn } from "../../../src/launch/audit/audit-open.ts";
import type { AuditProblem } from "../../../src/launch/audit/audit-problem.ts";
import { makeFolder, whenFinished } from "../../support/guard.ts";
import { needs } from "../../support/needs.ts";

const UID = process.getuid?.() ?? -1;
const STRANGER = 41_002;

const asked = (value: string) => ({ value, origin: { kind: "flag", name: "--x" } }) as const;
const problemWith = (path: string, cwd = "/nowhere") =>
  findAuditProblem({ auditLog: asked(path) }, cwd, UID);

/** What the start itself finds as it opens the file. */
function problemOfStart(path: string): AuditProblem | null {
  try {
    openOwn(path, UID);
  } catch (error) {
    if (error instanceof AuditFileError) return error.problem;
    throw error;
  }
  return null;
}

/** Everything in a folder, as it is: times of reading, too. */
function stateOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return [".", ...names].map((name) => {
    const { ino, mode, uid, nlink, size, mtimeNs, ctimeNs } = lstatSync(join(folder, name), {
      bigint: true,
    });
    return [name, ino, mode, uid, nlink, size, mtimeNs, ctimeNs].join(" ");
  });
}

const file = (path: string) => writeFileSync(path, "old\n", { mode: 0o600 });
const inOpenFolder = (path: string, mode: number) => chmodSync(join(path, ".."), mode);

describe("looking at the audit log", () => {
  it.each([
    ["a file that is yet to be made", () => {}, null],
    ["a file that is there", file, null],
    ["a sticky folder of everybody's", (path: string) => inOpenFolder(path, 0o1777), null],
    ["a link", (path: string) => symlinkSync("/etc/hostname", path), { why: "link" }],
    ["a dead link", (path: string) => symlinkSync("nothing", path), { why: "link" }],
    ["a link to itself", (path: string) => symlinkSync("audit.log", path), { why: "link" }],
    ["a folder", (path: string) => mkdirSync(path), { why: "no-file" }],
    ["a pipe", (path: string) => execFileSync("mkfifo", [path]), { why: "no-file" }],
    [
      "a file with a second name",
      (path: string) => {
        file(`${path}.2`);
        linkSync(`${path}.2`, path);
      },
      { why: "hard-link" },
    ],
    [
      "a file that everybody may write to",
      (path: string) => {
        file(path);
        chmodSync(path, 0o666);
      },
      { why: "write", opening: { how: "everybody" } },
    ],
    [
      "a folder of everybody's",
      (path: string) => inOpenFolder(path, 0o777),
      { why: "exchange", opening: { how: "everybody" } },
    ],
  ] as const)("sees what a start finds, and changes nothing: %s", (_what, make, against) => {
    const folder = makeFolder();
    const path = join(folder, "audit.log");
    make(path);
    const before = stateOf(folder);
    const seen = problemWith(path);
    expect(stateOf(folder)).toEqual(before);
    if (against === null) expect(seen).toBeNull();
    else expect(seen).toMatchObject({ id: "audit-log-unusable", path, ...against });
    expect(problemOfStart(path)).toEqual(seen);
  });

  it("sees a socket", async () => {
    const path = join(makeFolder(), "audit.log");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    whenFinished(() => void server.close());
    expect(problemWith(path)).toMatchObject({ why: "no-file" });
    expect(problemOfStart(path)).toMatchObject({ why: "no-file" });
  });

  it.each([
    ["a device", "/dev/null", { why: "no-file" }],
    ["a file of the kernel's", "/proc/self/comm", { why: "kernel" }],
    ["a name among the kernel's", "/proc/self/audit.log", { why: "kernel" }],
    ["no folder among the kernel's", "/proc/nothing/x", { why: "cannot-open", error: "ENOENT" }],
    ["no folder", "/nowhere/x/audit.log", { why: "cannot-open", error: "ENOENT" }],
    ["a file as a folder", "/etc/passwd/audit.log", { why: "cannot-open", error: "ENOTDIR" }],
    ["a name that is too long", `/etc/${"x".repeat(300)}`, { error: "ENAMETOOLONG" }],
  ] as const)("sees %s", (_what, path, against) => {
    const seen = problemWith(path);
    expect(seen).toMatchObject({ id: "audit-log-unusable", path, ...against });
    expect(problemOfStart(path)).toEqual(seen);
  });

  it("follows a folder that is a link, and judges where it leads", () => {
    const [folder, open] = [makeFolder(), makeFolder()];
    chmodSync(open, 0o777);
    symlinkSync(makeFolder(), join(folder, "fine"));
    symlinkSync(open, join(folder, "open"));
    symlinkSync("nothing", join(folder, "dead"));
    symlinkSync("round", join(folder, "round"));
    expect(problemWith(join(folder, "fine/audit.log"))).toBeNull();
    for (const [name, against] of [
      ["open", { why: "exchange", opening: { path: open } }],
      ["dead", { why: "cannot-open", error: "ENOENT" }],
      ["round", { why: "cannot-open", error: "ELOOP" }],
    ] as const) {
      const path = join(folder, name, "audit.log");
      expect(problemWith(path)).toMatchObject(against);
      expect(problemOfStart(path)).toEqual(problemWith(path));
    }
  });

  it("takes a relative path from the working directory, and asks nothing without a log", () => {
    const cwd = makeFolder();
    mkdirSync(join(cwd, "folder"));
    expect(problemWith("audit.log", cwd)).toBeNull();
    expect(problemWith("folder", cwd)).toMatchObject({ path: join(cwd, "folder"), why: "no-file" });
    expect(findAuditProblem({ auditLog: null }, cwd, UID)).toBeNull();
  });

  it("sees whose the file and its folder are", needs("root"), () => {
    const folder = makeFolder();
    const path = join(folder, "audit.log");
    file(path);
    chownSync(path, STRANGER, STRANGER);
    expect(problemWith(path)).toMatchObject({ why: "other-owner", uid: STRANGER });
    expect(problemOfStart(path)).toEqual(problemWith(path));
    chownSync(folder, STRANGER, STRANGER);
    const other = join(folder, "other.log");
    expect(problemWith(other)).toMatchObject({ why: "exchange", opening: { how: "owner" } });
    expect(problemOfStart(other)).toEqual(problemWith(other));
  });
});
