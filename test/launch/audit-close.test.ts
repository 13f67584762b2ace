import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { AuditFile } from "../../src/launch/audit/audit-file.ts";
import { makeFolder } from "../support/guard.ts";

const disk = vi.hoisted(() => ({ fails: false }));

// As a network's disk that was full (close(2)): the descriptor is gone all the same.
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const closeSync = (fd: number) => {
    fs.closeSync(fd);
    if (disk.fails) throw Object.assign(new Error(), { code: "EDQUOT", syscall: "close" });
  };
  return { ...fs, closeSync };
});

const ACCESS = { client: "10.0.0.7", clientPort: 1, method: "GET", path: "/version", status: 200 };

beforeEach(() => {
  disk.fails = false;
});

function audit() {
  const warnings: string[] = [];
  const path = join(makeFolder(), "audit.log");
  return { path, warnings, file: new AuditFile(path, (what) => warnings.push(what)) };
}

const lost = (path: string) =>
  `AUDIT LINES LOST: ${path} could not be closed (EDQUOT); the last lines may be lost`;

it("an audit log that cannot be closed at the end is said", () => {
  const { path, warnings, file } = audit();
  file.record(ACCESS);
  disk.fails = true;
  file.close();
  expect(warnings).toEqual([lost(path)]);
});

it("an audit log that cannot be closed for a new one is said, and the new one is written to", () => {
  const { path, warnings, file } = audit();
  disk.fails = true;
  file.reopen();
  disk.fails = false;
  file.record(ACCESS);
  file.close();
  expect(warnings).toEqual([lost(path)]);
  expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(1);
});
