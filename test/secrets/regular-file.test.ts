import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegularFile } from "../../src/secrets/regular-file.ts";

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

  it.skipIf(process.getuid?.() === 0)("must be this user's to read", () => {
    writeFileSync(join(folder, "closed"), "x");
    chmodSync(join(folder, "closed"), 0);
    expect(read("closed")).toEqual({ problem: "cannot be read by this user" });
  });
});
