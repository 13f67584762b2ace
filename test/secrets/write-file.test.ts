import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { privateTarget, writePrivateFiles } from "../../src/secrets/write-file.ts";
import { makeFolder } from "../support/guard.ts";
import { needs } from "../support/needs.ts";

describe("where a private file is written", () => {
  it("is a file that is not there, one that is, and what a link leads to", () => {
    const folder = makeFolder({ real: "x" });
    symlinkSync("real", join(folder, "link"));
    expect(privateTarget(join(folder, "new"))).toEqual({
      path: join(folder, "new"),
      exists: false,
    });
    const real = { path: join(folder, "real"), exists: true };
    expect(privateTarget(join(folder, "real"))).toEqual(real);
    expect(privateTarget(join(folder, "link"))).toEqual(real);
  });

  it("is no folder, no device and no link that leads nowhere", () => {
    const folder = makeFolder();
    mkdirSync(join(folder, "folder"));
    symlinkSync("nothing", join(folder, "dangling"));
    symlinkSync("/dev/null", join(folder, "null"));
    symlinkSync("loop", join(folder, "loop"));
    const problem = (path: string) => ({ problem: expect.any(String), path });
    for (const name of ["folder", "dangling", "null", "loop"])
      expect({ ...privateTarget(join(folder, name)), path: name }).toEqual(problem(name));
    expect(privateTarget("/dev/null")).toEqual({ problem: "is there and is no plain file" });
  });

  it("is no open file of a process, by whatever link", needs("Linux"), () => {
    const folder = makeFolder({ real: "x" });
    const fd = openSync(join(folder, "real"), "r+");
    onTestFinished(() => closeSync(fd));
    const problem = "is an open file of a process, and not a place";
    symlinkSync("/dev/fd", join(folder, "folder"));
    symlinkSync(`folder/${fd}`, join(folder, "link"));
    const paths = [`/dev/fd/${fd}`, `/proc/self/fd/${fd}`, `/proc/${process.pid}/fd/${fd}`];
    for (const path of [...paths, "/dev/stdout", join(folder, "link")])
      expect({ path, ...privateTarget(path) }).toEqual({ path, problem });
    expect(readFileSync(join(folder, "real"), "utf8")).toBe("x");
  });
});

describe("private files", () => {
  it("are written whole, for their owner alone, and leave no draft", () => {
    const folder = makeFolder();
    const path = join(folder, "secret");
    writeFileSync(join(folder, "open"), "two\n", { mode: 0o666 });
    writePrivateFiles([
      { path, exists: false, text: "one\n" },
      { path: join(folder, "open"), exists: true, text: "three\n" },
    ]);
    expect(readFileSync(path, "utf8")).toBe("one\n");
    expect(readFileSync(join(folder, "open"), "utf8")).toBe("three\n");
    const modes = ["secret", "open"].map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
    expect(readdirSync(folder).sort()).toEqual(["open", "secret"]);
  });

  it("never replace one that appeared meanwhile", () => {
    const folder = makeFolder({ secret: "theirs" });
    const path = join(folder, "secret");
    expect(() => writePrivateFiles([{ path, exists: false, text: "mine" }])).toThrow("EEXIST");
    expect(readFileSync(path, "utf8")).toBe("theirs");
    expect(readdirSync(folder)).toEqual(["secret"]);
  });

  it("are all there or none, where one of them cannot be written", () => {
    const folder = makeFolder({ first: "old" });
    const first = { path: join(folder, "first"), exists: true, text: "new" };
    const second = { path: join(folder, "no", "second"), exists: false, text: "new" };
    expect(() => writePrivateFiles([first, second])).toThrow("ENOENT");
    expect(readFileSync(first.path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["first"]);
  });
});
