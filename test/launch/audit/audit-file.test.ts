import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AuditFile } from "../../../src/launch/audit/audit-file.ts";
import { AuditFileError, openOwn } from "../../../src/launch/audit/audit-open.ts";
import { makeFolder } from "../../support/guard.ts";
import { needs, SHARED_GROUP } from "../../support/needs.ts";

const ACCESS = {
  client: "10.0.0.7",
  clientPort: 4711,
  method: "GET",
  path: "/version",
  status: 200,
};

function audit(path: string) {
  const warnings: string[] = [];
  const file = new AuditFile(path, (what) => warnings.push(what));
  return { file, warnings };
}

const records = (path: string) =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("the audit file", () => {
  it("gets a JSON line for each access, with the time", () => {
    const path = join(makeFolder(), "audit.log");
    const { file } = audit(path);
    file.record(ACCESS);
    file.record({ ...ACCESS, status: 401 });
    file.close();
    const [first, second] = records(path);
    expect(first).toEqual({
      level: "info",
      time: expect.any(String),
      event: "access",
      ...ACCESS,
    });
    expect(Math.abs(Date.parse(first.time) - Date.now())).toBeLessThan(60_000);
    expect(second.status).toBe(401);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("appends to what is there, whose mode it leaves", () => {
    const path = join(makeFolder(), "audit.log");
    writeFileSync(path, '{"old":true}\n', { mode: 0o644 });
    const { file } = audit(path);
    file.record(ACCESS);
    file.close();
    expect(records(path)).toHaveLength(2);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it("goes on at the beginning after copy and truncate", () => {
    const path = join(makeFolder(), "audit.log");
    const { file } = audit(path);
    file.record(ACCESS);
    truncateSync(path);
    file.record({ ...ACCESS, status: 201 });
    file.close();
    expect(records(path).map(({ status }) => status)).toEqual([201]);
  });

  it("goes on in a new file after a rename, once it is told", () => {
    const path = join(makeFolder(), "audit.log");
    const { file } = audit(path);
    file.record(ACCESS);
    renameSync(path, `${path}.1`);
    file.record({ ...ACCESS, status: 201 });
    file.reopen();
    file.record({ ...ACCESS, status: 202 });
    file.close();
    expect(records(`${path}.1`).map(({ status }) => status)).toEqual([200, 201]);
    expect(records(path).map(({ status }) => status)).toEqual([202]);
  });

  it("keeps the old file where the new one cannot be opened", () => {
    const folder = makeFolder();
    const path = join(folder, "audit.log");
    const { file, warnings } = audit(path);
    renameSync(path, `${path}.1`);
    mkdirSync(path);
    file.reopen();
    file.record(ACCESS);
    file.close();
    expect(warnings).toEqual([
      expect.stringContaining("goes on in the file it had"),
      expect.stringContaining("AUDIT LOG REPLACED"),
    ]);
    expect(records(`${path}.1`)).toHaveLength(1);
  });

  it.each([
    "/dev/null",
    "/dev/full",
    "/proc/nothing/audit.log",
    "/proc/self/mem",
    ".",
  ])("cannot be %s", (path) => {
    expect(() => audit(path)).toThrow(AuditFileError);
  });

  it.each([
    ["a link", symlinkSync, "is a link"],
    ["a hard link", linkSync, "hard link"],
  ] as const)("is not written through %s, at the start or after a rotation", (_what, make, text) => {
    const target = join(makeFolder({ target: "x" }), "target");
    chmodSync(target, 0o644);
    const path = join(makeFolder(), "audit.log");
    make(target, path);
    expect(() => audit(path)).toThrow(text);
    const second = `${path}.2`;
    const { file, warnings } = audit(second);
    renameSync(second, `${second}.1`);
    make(target, second);
    file.reopen();
    file.record(ACCESS);
    file.close();
    expect(warnings[0]).toContain(text);
    expect([readFileSync(target, "utf8"), statSync(target).mode & 0o777]).toEqual(["x", 0o644]);
  });

  function expectRefusal(mode: number, group: number, text: string): void {
    const path = join(makeFolder({ "audit.log": "" }), "audit.log");
    chownSync(path, -1, group);
    chmodSync(path, mode);
    expect(() => audit(path)).toThrow(`the audit log ${path} ${text}`);
    chmodSync(path, 0o644);
    const { file, warnings } = audit(path);
    renameSync(path, `${path}.1`);
    writeFileSync(path, "");
    chownSync(path, -1, group);
    chmodSync(path, mode);
    file.reopen();
    file.close();
    expect(warnings[0]).toContain(text);
  }

  it("is none that everybody may write to, at the start or after a rotation", () => {
    expectRefusal(0o666, -1, "can be written by every account of this machine");
  });

  it(
    "is none that a group with others in it may write to",
    needs("a group with others in it"),
    () => {
      expectRefusal(0o660, SHARED_GROUP ?? -1, "can be written by its group");
    },
  );

  it("is not in a folder where everybody could exchange it; a sticky one and a group's are fine", () => {
    const folder = makeFolder();
    chmodSync(folder, 0o777);
    expect(() => audit(join(folder, "audit.log"))).toThrow("can be exchanged by others");
    for (const mode of [0o1777, 0o775]) {
      chmodSync(folder, mode);
      audit(join(folder, "audit.log")).file.close();
    }
  });

  it("is nobody else's, by its owner or its folder's", needs("root"), () => {
    const [folder, uid] = [makeFolder(), 41_002];
    const path = join(folder, "audit.log");
    writeFileSync(path, "");
    chownSync(path, uid, uid);
    expect(() => openOwn(path, 0)).toThrow(`belongs to another account (uid ${uid})`);
    chownSync(folder, uid, uid);
    expect(() => openOwn(join(folder, "new.log"), 0)).toThrow("can be exchanged by others");
  });
});

describe("an audit file whose name leads elsewhere", () => {
  afterEach(() => vi.useRealTimers());
  const seconds = (count: number) => vi.advanceTimersByTime(count * 1000);

  function running() {
    vi.useFakeTimers();
    const path = join(makeFolder(), "audit.log");
    return { path, ...audit(path) };
  }

  it.each([
    ["another file", (path: string) => writeFileSync(`${path}.new`, ""), "is another file now"],
    ["none", () => {}, "is gone"],
    [
      "a link",
      (path: string) => symlinkSync("/etc/hostname", `${path}.new`),
      "is another file now",
    ],
  ])("says so once, within seconds: %s", (_what, make, text) => {
    const { path, file, warnings } = running();
    file.record(ACCESS);
    seconds(60);
    expect(warnings).toEqual([]);
    make(path);
    if (text === "is gone") rmSync(path);
    else renameSync(`${path}.new`, path);
    seconds(10);
    expect(warnings).toEqual([expect.stringContaining(`AUDIT LOG REPLACED: ${path} ${text}`)]);
    seconds(60);
    file.record(ACCESS);
    file.close();
    seconds(60);
    expect(warnings).toHaveLength(1);
  });

  it("waits for the signal of a rotation, and looks on after it", () => {
    const { path, file, warnings } = running();
    seconds(4);
    renameSync(path, `${path}.1`);
    seconds(3);
    file.reopen();
    seconds(60);
    expect(warnings).toEqual([]);
    renameSync(path, `${path}.2`);
    seconds(10);
    file.reopen();
    renameSync(path, `${path}.3`);
    seconds(10);
    expect(warnings).toHaveLength(2);
    file.close();
  });

  it("says so at the end, too", () => {
    const { path, file, warnings } = running();
    renameSync(path, `${path}.1`);
    file.close();
    expect(warnings).toEqual([expect.stringContaining("AUDIT LOG REPLACED")]);
  });

  it("says nothing where it could not be opened", () => {
    vi.useFakeTimers();
    const warn = vi.fn();
    expect(() => new AuditFile("/dev/full", warn)).toThrow(AuditFileError);
    seconds(60);
    expect(warn).not.toHaveBeenCalled();
  });
});
