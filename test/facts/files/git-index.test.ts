import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isTracked } from "../../../src/facts/files/git-index.ts";
import { git } from "../../support/git.ts";
import { makeFolder } from "../../support/guard.ts";

/** A repository with a few files added, `.env` among them. */
function repository(...options: string[]): string {
  const folder = makeFolder({
    ".env": "x",
    ".envrc": "x",
    "sub/.env": "x",
    "sub/dir/other.py": "x",
  });
  git(folder, "init", "-q", ...options);
  writeFileSync(join(folder, "new"), "");
  git(folder, "add", ".env", ".envrc", "sub/dir");
  return folder;
}

describe("the index of git", () => {
  it.each([
    ["version 2", [], ["update-index", "--index-version", "2"]],
    ["version 3", [], ["update-index", "--skip-worktree", ".envrc"]],
    ["version 4", [], ["update-index", "--index-version", "4"]],
    ["a split one", [], ["update-index", "--split-index"]],
    ["SHA-256", ["--object-format=sha256"], ["status"]],
    ["version 4 with SHA-256", ["--object-format=sha256"], ["update-index", "--index-version=4"]],
  ])("tells what is tracked: %s", (_what, options, change) => {
    const folder = repository(...options);
    git(folder, ...change);
    const names = [".env", ".envrc", "sub/dir/other.py", "sub/.env", "new"];
    expect(names.map((name) => isTracked(join(folder, name)))).toEqual([
      ...[true, true, true],
      ...[false, false],
    ]);
  });

  it("counts what a split one changed, too", () => {
    const folder = repository();
    git(folder, "update-index", "--split-index");
    git(folder, "add", "sub/.env");
    expect(isTracked(join(folder, "sub/.env"))).toBe(true);
  });

  it("takes a folder of a sparse one for all below it", () => {
    const folder = repository();
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "x");
    git(folder, "sparse-checkout", "set", "--sparse-index", "--cone", "none");
    mkdirSync(join(folder, "sub"), { recursive: true });
    writeFileSync(join(folder, "sub/.env"), "x");
    expect(isTracked(join(folder, "sub/.env"))).toBe(true);
  });

  it("is found from a linked work tree", () => {
    const folder = repository();
    git(folder, "commit", "-qm", "x");
    git(folder, "worktree", "add", "-q", "linked");
    writeFileSync(join(folder, "linked/mine"), "");
    expect(isTracked(join(folder, "linked/.env"))).toBe(true);
    expect(isTracked(join(folder, "linked/mine"))).toBe(false);
  });

  it("is that of every work tree around the file", () => {
    const folder = repository();
    git(folder, "add", "sub/.env");
    git(join(folder, "sub"), "init", "-q");
    expect(isTracked(join(folder, "sub/.env"))).toBe(true);
  });

  it("is asked for a link and for where it leads", () => {
    const folder = repository();
    symlinkSync("../.env", join(folder, "sub/link"));
    symlinkSync("/etc/hostname", join(folder, "away"));
    git(folder, "add", "away");
    expect(isTracked(join(folder, "sub/link"))).toBe(true);
    expect(isTracked(join(folder, "away"))).toBe(true);
  });

  it("tells of a folder whether anything in it is tracked, not beside it", () => {
    const folder = repository();
    expect(["sub", "sub/dir"].map((name) => isTracked(join(folder, name)))).toEqual([true, true]);
    mkdirSync(join(folder, "su"));
    mkdirSync(join(folder, "sub/di"));
    expect(["su", "sub/di"].map((name) => isTracked(join(folder, name)))).toEqual([false, false]);
    git(folder, "update-index", "--split-index");
    expect(isTracked(join(folder, "sub/dir"))).toBe(true);
  });

  it("says nothing where there is none", () => {
    const folder = makeFolder({ ".env": "x", "git/.env": "x" });
    expect(isTracked(join(folder, ".env"))).toBe(false);
    git(join(folder, "git"), "init", "-q");
    expect(isTracked(join(folder, "git/.env"))).toBe(false);
  });

  it.each([
    ["cut", (index: string) => truncateSync(index, 100)],
    ["no index", (index: string) => writeFileSync(index, "x".repeat(200))],
    ["of another version", (index: string) => writeFileSync(index, versioned(index, 5))],
    ["a folder", asFolder],
  ])("cannot tell where it is %s", (_what, spoil) => {
    const folder = repository();
    spoil(join(folder, ".git/index"));
    expect(isTracked(join(folder, "sub/.env"))).toBe(null);
  });

  it.each([
    ["nowhere", "gitdir: nowhere\n"],
    ["to a file", "gitdir: .env\n"],
    ["to itself", "no words of git"],
  ])("cannot tell where its file leads %s", (_what, text) => {
    const folder = makeFolder({ ".env": "x", ".git": text });
    expect(isTracked(join(folder, ".env"))).toBe(null);
  });

  it("is read without running what the repository configures", () => {
    const folder = repository();
    const script = join(folder, "spy.sh");
    writeFileSync(script, `#!/bin/sh\ntouch ${folder}/ran\n`);
    chmodSync(script, 0o755);
    git(folder, "config", "core.fsmonitor", script);
    expect(isTracked(join(folder, ".env"))).toBe(true);
    expect(() => readFileSync(join(folder, "ran"))).toThrow();
  });
});

function asFolder(index: string): void {
  rmSync(index);
  mkdirSync(index);
}

function versioned(index: string, version: number): Buffer {
  const bytes = readFileSync(index);
  bytes.writeUInt32BE(version, 4);
  return bytes;
}
