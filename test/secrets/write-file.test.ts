import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { privateTarget, writePrivateFile } from "../../src/secrets/write-file.ts";
import { makeFolder } from "../support/guard.ts";

const PID = 4711;

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
});

describe("a private file", () => {
  it("is written whole, for its owner alone, and leaves no draft", () => {
    const folder = makeFolder();
    const path = join(folder, "secret");
    writePrivateFile({ path, exists: false }, "one\n", PID);
    writeFileSync(join(folder, "open"), "two\n", { mode: 0o666 });
    writePrivateFile({ path: join(folder, "open"), exists: true }, "three\n", PID);
    expect(readFileSync(path, "utf8")).toBe("one\n");
    expect(readFileSync(join(folder, "open"), "utf8")).toBe("three\n");
    const modes = ["secret", "open"].map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
    expect(readdirSync(folder).sort()).toEqual(["open", "secret"]);
  });

  it("never replaces one that appeared meanwhile", () => {
    const folder = makeFolder({ secret: "theirs" });
    const path = join(folder, "secret");
    expect(() => writePrivateFile({ path, exists: false }, "mine", PID)).toThrow("EEXIST");
    expect(readFileSync(path, "utf8")).toBe("theirs");
    expect(readdirSync(folder)).toEqual(["secret"]);
  });
});
