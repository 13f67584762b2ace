import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSecretFile } from "../../src/secrets/secret-file.ts";
import { needs } from "../support/needs.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-secrets-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: string | Uint8Array): string {
  const file = join(folder, "secret");
  writeFileSync(file, content);
  return file;
}

describe("a secret file", () => {
  it.each([
    ["one line", "hunter2", "hunter2"],
    ["one trailing newline", "hunter2\n", "hunter2"],
    ["a trailing CRLF", "hunter2\r\n", "hunter2"],
    ["blanks of its own", " hunter2 ", " hunter2 "],
  ])("holds %s", (_what, content, value) => {
    expect(readSecretFile(fileWith(content))).toEqual({ value });
  });

  it.each([
    ["nothing", "", "is empty"],
    ["a mere newline", "\n", "is empty"],
    ["two lines", "a\nb", "holds more than one line"],
    ["two newlines", "a\n\n", "holds more than one line"],
    ["a carriage return", "a\rb", "holds more than one line"],
    ["a NUL", "a\0b", "holds a NUL byte"],
    ["other bytes", Buffer.from([0xff, 0xfe]), "is not UTF-8 text"],
    ["too much", "a".repeat(64 * 1024 + 1), "is larger than 64 KiB"],
  ])("with %s cannot be used", (_what, content, what) => {
    const file = fileWith(content);
    expect(readSecretFile(file)).toEqual({
      what: `${file} ${what}`,
      fix: "put the one-line secret into the file, or unset the variable",
    });
  });

  it("never shows what it read", () => {
    expect(JSON.stringify(readSecretFile(fileWith("hunter2\nx")))).not.toContain("hunter2");
  });

  it("is followed through a link, as Kubernetes mounts it", () => {
    const link = join(folder, "link");
    symlinkSync(fileWith("hunter2\n"), link);
    expect(readSecretFile(link)).toEqual({ value: "hunter2" });
  });

  it.each([
    "postgresql://ada:hunter2@db/x",
    "hunter2",
    `hunter2${"x".repeat(300)}`,
    "hunter2/x",
    "/hunter2",
    "/etc/passwd/hunter2",
  ])("is not shown as a path where the secret itself was put: %s", (typed) => {
    const read = readSecretFile(resolve(folder, typed));
    expect(read).toMatchObject({ what: expect.stringContaining("it may be the secret itself") });
    expect(JSON.stringify(read)).not.toMatch(/hunter2|postgresql/);
  });

  it("must exist", () => {
    expect(readSecretFile(join(folder, "none"))).toMatchObject({
      what: expect.stringContaining("does not exist"),
    });
  });

  it("is no folder", () => {
    mkdirSync(join(folder, "folder"));
    expect(readSecretFile(join(folder, "folder"))).toMatchObject({
      what: expect.stringContaining("is a folder"),
    });
  });

  it("is no pipe, which would hang the launcher", needs("a system with users"), () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(readSecretFile(pipe)).toMatchObject({
      what: expect.stringContaining("not a regular file"),
    });
  });
});
