import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileAccess } from "../../src/secrets/file-mode.ts";
import { needs } from "../support/needs.ts";

describe("who beside the owner reads a file", needs("a system with users"), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "guard-mode-"));
    writeFileSync(join(folder, "secret"), "x");
    symlinkSync(join(folder, "secret"), join(folder, "link"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    [0o600, false],
    [0o400, false],
    [0o711, false],
    [0o640, true],
    [0o604, true],
    [0o620, false],
    [0o602, false],
    [0o666, true],
  ])("%o: read %s", (mode, othersRead) => {
    const file = join(folder, "secret");
    chmodSync(file, mode);
    expect(fileAccess(file, folder)).toEqual({ file, othersRead });
  });

  it.each([
    [0o600, false],
    [0o640, false],
    [0o644, true],
    [0o604, true],
  ])("may be its group, of a TLS key: %o: read %s", (mode, othersRead) => {
    const file = join(folder, "secret");
    chmodSync(file, mode);
    expect(fileAccess(file, folder, true)).toEqual({ file, othersRead });
  });

  it("is asked of what a link leads to", () => {
    chmodSync(join(folder, "secret"), 0o600);
    expect(fileAccess("link", folder)).toMatchObject({ othersRead: false });
  });

  it("is nobody where there is none", () => {
    expect(fileAccess("none", folder)).toBeNull();
  });
});
