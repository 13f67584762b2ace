import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, type Ended, makeFolder, runGuard, start } from "../support/guard.ts";
import { needs } from "../support/needs.ts";

/** As it reads on the screen, without the line breaks. */
function said({ stderr }: Ended): string {
  return stderr.replace(/\s+/g, " ");
}

/** Node hands on no such bytes either: a shell makes them. */
function withBytes(line: string, cwd = makeFolder()): Promise<Ended> {
  const script = `bad=$(printf '\\377\\344'); ${line}`;
  return start("/bin/sh", ["-c", script, process.execPath, BIN], { cwd }).ended;
}

const COMMANDS = ["check", "server"];

describe("bytes that are no UTF-8", needs("Linux"), () => {
  it.each(COMMANDS)("in a store's path are refused by name, by %s", async (command) => {
    const ended = await withBytes(`"$0" "$1" ${command} --backend-store-uri "sqlite:///$bad.db"`);
    expect(said(ended)).toContain("the value of --backend-store-uri holds bytes that are no UTF-8");
    expect(ended.code).toBe(64);
  });

  it.each([...COMMANDS, "init", "healthcheck"])("in a variable, by %s", async (command) => {
    const ended = await withBytes(`MLFLOW_SOMETHING="$bad" "$0" "$1" ${command}`);
    expect(said(ended)).toContain("the variable MLFLOW_SOMETHING holds bytes");
    expect(ended.code).toBe(64);
  });

  it.each(COMMANDS)("in the working directory, by %s", async (command) => {
    const ended = await withBytes(`mkdir "$bad" && cd "$bad" && "$0" "$1" ${command}`);
    expect(said(ended)).toContain("the working directory");
    expect(ended.code).toBe(64);
  });

  it("hinder nobody from reading the help", async () => {
    const ended = await withBytes(`SOMETHING="$bad" "$0" "$1" --help`);
    expect(ended.code).toBe(0);
  });

  it.each(COMMANDS)("are not taken for the sign that stands for them, by %s", async (command) => {
    const words = [command, "--default-artifact-root", "./\u{fffd}", "--host", "0.0.0.0"];
    const ended = await runGuard(words, { env: { SOMETHING: "\u{fffd}" } });
    expect(ended.code).toBe(78);
  });
});

describe("a working directory with a control character in its name", () => {
  it.each(
    COMMANDS.flatMap((command) => ["a\nb", "a\u{1b}[31mb"].map((name) => [command, name] as const)),
  )("is refused by %s: %j", async (command, name) => {
    const cwd = join(makeFolder(), name);
    mkdirSync(cwd);
    const env = { MLFLOW_AUTH_ADMIN_PASSWORD: "correct-horse-battery-staple-9" };
    const words = [command, "--app-name", "basic-auth", "--port", "0"];
    const ended = await runGuard(words, { cwd, env });
    expect(said(ended)).toContain("holds a control character");
    expect(ended.stderr).not.toContain("internal error");
    expect(ended.code).toBe(64);
  });
});
