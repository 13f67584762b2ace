import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keepOutOfGit } from "../../../src/facts/files/git.ts";
import { git } from "../../support/git.ts";
import { makeFolder } from "../../support/guard.ts";

/** A work tree with these files, and what is said of one of them. */
function workTree(files: Readonly<Record<string, string>> = {}) {
  const folder = makeFolder(files);
  git(folder, "init");
  const ignore = join(folder, ".gitignore");
  return { folder, ignore, text: () => readFileSync(ignore, "utf8") };
}

describe("a file with secrets in a work tree", () => {
  it.each([
    [undefined, "/.env\n"],
    ["", "/.env\n"],
    ["*.log\n", "*.log\n/.env\n"],
    ["*.log", "*.log\n/.env\n"],
  ])("is ignored from now on, beside %j", (before, after) => {
    const { folder, ignore, text } = workTree(before === undefined ? {} : { ".gitignore": before });
    expect(keepOutOfGit(join(folder, ".env"))).toEqual({
      said: `/.env is in ${ignore}: it must not be committed`,
      failed: false,
    });
    expect(text()).toBe(after);
    expect(keepOutOfGit(join(folder, ".env"))).toBeNull();
    expect(text()).toBe(after);
  });

  it.each([
    ["a*b", "/a\\*b"],
    ["a?[b]", "/a\\?\\[b]"],
    ["a\\b", "/a\\\\b"],
    ["end  ", "/end\\ \\ "],
  ])("is ignored under its very name: %j", (name, line) => {
    const { folder, ignore, text } = workTree({ [name]: "x" });
    expect(keepOutOfGit(join(folder, name))).toEqual({
      said: `${line} is in ${ignore}: it must not be committed`,
      failed: false,
    });
    expect(text()).toBe(`${line}\n`);
    expect(keepOutOfGit(join(folder, name))).toBeNull();
  });

  it("is found in a folder below as well", () => {
    const { folder } = workTree();
    mkdirSync(join(folder, "sub"));
    expect(keepOutOfGit(join(folder, "sub", ".env"))).toEqual({
      said: `/.env is in ${join(folder, "sub", ".gitignore")}: it must not be committed`,
      failed: false,
    });
  });

  it("that git tracks is named with what to do", () => {
    const { folder } = workTree({ ".env": "x" });
    git(folder, "add", ".env");
    expect(keepOutOfGit(join(folder, ".env"))).toEqual({
      said: "git tracks .env already: take it out with git rm --cached, and make new secrets",
      failed: false,
    });
  });

  it("that something lets in all the same is named", () => {
    const { folder } = workTree({ ".gitignore": "/.env\n!.env\n" });
    expect(keepOutOfGit(join(folder, ".env"))).toEqual({
      said: "git would still take .env: something else in its ignore files lets it in",
      failed: false,
    });
  });

  it("stays the person's matter where the list cannot be written", () => {
    const { folder, ignore } = workTree();
    const said = (name: string) => ({
      said: `${ignore} cannot be written: see to it that ${name} is never committed`,
      failed: true,
    });
    expect(keepOutOfGit(join(folder, "a\nb"))).toEqual(said("a\nb"));
    symlinkSync("elsewhere", ignore);
    expect(keepOutOfGit(join(folder, ".env"))).toEqual(said(".env"));
    rmSync(ignore);
    writeFileSync(ignore, "x".repeat(1024 * 1024 + 1));
    expect(keepOutOfGit(join(folder, ".env"))).toEqual(said(".env"));
  });
});

it("a file outside of any work tree is nobody's matter", () => {
  expect(keepOutOfGit(join(makeFolder(), ".env"))).toBeNull();
});
