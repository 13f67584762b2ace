import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { runGuard } from "../support/guard.ts";
import { flat } from "../support/stand-in.ts";

const VERSION = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
).version;

const run = (line: string) => runGuard(line.split(" ").filter(Boolean));

describe("what a person types first", () => {
  it.each(["-V", "--version"])("%s is the version", async (line) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stdout, stderr]).toEqual([EXIT.ok, `mlflow-guard ${VERSION}\n`, ""]);
  });

  it("help COMMAND is the help of that command", async () => {
    const { code, stdout, stderr } = await run("help server");
    expect([code, stderr]).toEqual([EXIT.ok, ""]);
    expect(stdout).toMatch(/^mlflow-guard server /);
  });

  it("-h is help, and a slip is answered with what was meant", async () => {
    expect(await run("-h")).toMatchObject({ code: EXIT.ok, stderr: "" });
    const { code, stdout, stderr } = await run("rules public-without-aut");
    expect([code, stdout]).toEqual([EXIT.usage, ""]);
    expect(flat(stderr)).toContain("did you mean mlflow-guard rules public-without-auth?");
  });
});
