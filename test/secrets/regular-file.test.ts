import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHead, readRegularFile, readTextOrEmpty } from "../../src/secrets/regular-file.ts";
import { needs } from "../support/needs.ts";
import { asOrdinaryUser } from "../support/ordinary.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-regular-"));
  writeFileSync(join(folder, "file"), "x".repeat(2048));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string, kibibytes = 2) => readRegularFile(join(folder, name), kibibytes);

describe("a regular file", () => {
  it("is read up to its limit", () => {
    expect(read("file")).toMatchObject({ bytes: Buffer.from("x".repeat(2048)) });
    expect(read("file", 1)).toEqual({ problem: "is larger than 1 KiB" });
  });

  it("must be there to be opened", () => {
    expect(read("none")).toEqual({ problem: "does not exist" });
    expect(read("file/below")).toEqual({ problem: "cannot be opened (ENOTDIR)" });
    expect(read(".")).toEqual({ problem: "is a folder" });
  });

  it("must be this user's to read", needs("a system with users"), () => {
    writeFileSync(join(folder, "closed"), "x");
    chmodSync(join(folder, "closed"), 0);
    expect(asOrdinaryUser(() => read("closed"))).toEqual({
      problem: "cannot be read by this user",
    });
  });

  it("is none of the kernel's that says nothing of its size and has no end, or cannot be read", () => {
    expect(readRegularFile("/proc/self/mem", 1)).toEqual({ problem: "cannot be read (EIO)" });
    expect(readRegularFile("/proc/self/maps", 1)).toEqual({ problem: "is larger than 1 KiB" });
    expect(readRegularFile("/proc/self/comm", 1)).toMatchObject({ bytes: expect.any(Buffer) });
  });

  it.each(["fifo", "/dev/zero", "/dev/null", "socket"])("is no %s", async (name) => {
    const file = name.startsWith("/") ? name : join(folder, name);
    if (name === "fifo") execFileSync("mkfifo", [file]);
    const server = createServer();
    if (name === "socket") await new Promise<void>((done) => server.listen(file, done));
    expect(readRegularFile(file, 1)).toEqual({ problem: "is not a regular file" });
    expect([readHead(file, 1), readTextOrEmpty(file)]).toEqual(["", ""]);
    server.close();
  });

  it("is judged as what was opened, whatever had its name before", () => {
    const file = join(folder, "swapped");
    writeFileSync(file, "x");
    const fs = process.getBuiltinModule("node:fs");
    // Between the first look and the opening.
    const open = fs.openSync;
    fs.openSync = (path, ...more) => {
      if (path === file) {
        rmSync(file);
        execFileSync("mkfifo", [file]);
      }
      return open(path, ...more);
    };
    syncBuiltinESMExports();
    try {
      expect(readRegularFile(file, 1)).toEqual({ problem: "is not a regular file" });
    } finally {
      fs.openSync = open;
      syncBuiltinESMExports();
    }
  });

  it("gives its head, however large it is", () => {
    expect([readHead(join(folder, "file"), 1), readTextOrEmpty(join(folder, "file"))]).toEqual([
      "x".repeat(1024),
      "x".repeat(2048),
    ]);
  });
});
