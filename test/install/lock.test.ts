import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeLock } from "../../src/install/lock.ts";
import { makeFolder } from "../support/guard.ts";

const never = () => {
  throw new Error("waited");
};

describe("the lock of an installation", () => {
  it.each([
    ["of a process that is gone", "999999999 1\n"],
    ["of an earlier process with this pid", `${process.pid} 1\n`],
  ])("%s is taken over", async (_title, content) => {
    const file = join(makeFolder({ lock: content }), "lock");
    const lock = await takeLock(file, process.pid, never);
    expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${process.pid} `));
    lock.release();
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ["of long ago", 0],
    ["of a clock that was set back since", Date.now() / 1000 + 86_400],
  ])(
    "is taken over where it was never filled and stays so, with the date %s",
    async (_title, date) => {
      const file = join(makeFolder({ lock: "" }), "lock");
      utimesSync(file, date, date);
      const since = performance.now();
      await takeLock(file, process.pid, never);
      expect(performance.now() - since).toBeGreaterThan(9_000);
    },
    30_000,
  );

  it.each([
    ["a pipe", (file: string) => void execFileSync("mkfifo", [file])],
    ["a folder", (file: string) => void mkdirSync(file)],
    ["a link", (file: string) => symlinkSync("nowhere", file)],
  ])("is not taken where %s has its name, which stays", async (_what, make) => {
    const file = join(makeFolder(), "lock");
    make(file);
    await expect(takeLock(file, process.pid, never)).rejects.toMatchObject({ code: "EEXIST" });
    expect(lstatSync(file).isFile()).toBe(false);
  });

  it("is waited for while one of its owners lives", async () => {
    const file = join(makeFolder(), "lock");
    const first = await takeLock(file, process.pid, never);
    first.shareWith(process.ppid);
    // As if the launcher had been killed, and what it started lived on.
    writeFileSync(file, readFileSync(file, "utf8").replace(/^.*\n/, "999999999 1\n"));
    const told = await new Promise<number>((resolve) => {
      void takeLock(file, process.pid, resolve).then((second) => second.release());
    });
    expect(told).toBe(process.ppid);
    first.release();
  });
});
