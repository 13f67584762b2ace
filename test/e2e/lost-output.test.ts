import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, plainEnvironment } from "../support/guard.ts";

const NOWHERE = {
  "a full disk": () => openSync("/dev/full", "w"),
  "a pipe that nobody reads": () => {
    const fifo = join(makeFolder(), "fifo");
    execFileSync("mkfifo", [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(fifo, "w");
    closeSync(reader);
    return writer;
  },
};

const COMMANDS = [
  "check",
  "check --format json",
  "check --help",
  "rules",
  "rules public-without-auth",
  "--help",
  "--version",
  "help user",
  "server --help",
];

function codeOf(words: string, stdout: number) {
  const { status, stderr } = spawnSync(process.execPath, [BIN, ...words.split(" ")], {
    cwd: makeFolder(),
    env: plainEnvironment({}),
    stdio: ["ignore", stdout, "pipe"],
    encoding: "utf8",
  });
  closeSync(stdout);
  return { status, stderr };
}

describe.each(Object.entries(NOWHERE))("what goes to %s", (_where, open) => {
  it.each(COMMANDS)("%s: is no success", (words) => {
    const { status, stderr } = codeOf(words, open());
    expect([status, stderr]).toEqual([73, expect.stringContaining("stdout could not be written")]);
  });

  it("does not change what check says by its code", () => {
    expect(codeOf("check --host 0.0.0.0 --format json", open()).status).toBe(78);
  });
});
