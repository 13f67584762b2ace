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

  it.each([
    ["check --formt json", "no such option: --formt", "did you mean --format?"],
    ["check -h", "-h needs a value", "write -h VALUE"],
    ["check -host 0.0.0.0", "-host has one dash", "did you mean --host?"],
    ["server --hots 0.0.0.0", "no such option: --hots", "did you mean --host?"],
    ["user ad bob", "user needs add, list, passwd or remove", "did you mean add?"],
    ["user", "user needs add, list, passwd or remove", "mlflow-guard user add NAME"],
    ["version", 'no such command: "version"', "did you mean --version?"],
    ["--verison", "no such option here: --verison", "did you mean --version?"],
    ["-v", "no such option here: -v", "did you mean --version?"],
    ["chck", 'no such command: "chck"', "did you mean check?"],
  ])("%s is answered with what was meant, the cause first", async (line, what, fix) => {
    const { code, stderr } = await run(line);
    expect(code).toBe(EXIT.usage);
    expect(flat(stderr)).toMatch(/^mlflow-guard: [^.]*\.( MLflow was not started\.)? what /);
    expect(flat(stderr)).toContain(`what ${what} fix ${fix}`);
    expect(flat(stderr).indexOf(" what ")).toBe(flat(stderr).indexOf(` what ${what}`));
  });

  it("help help is the help", async () => {
    const { code, stdout } = await run("help help");
    expect([code, stdout]).toEqual([EXIT.ok, (await run("--help")).stdout]);
  });

  it("-h is help, and a slip is answered with what was meant", async () => {
    expect(await run("-h")).toMatchObject({ code: EXIT.ok, stderr: "" });
    const { code, stdout, stderr } = await run("rules public-without-aut");
    expect([code, stdout]).toEqual([EXIT.usage, ""]);
    expect(flat(stderr)).toContain("did you mean mlflow-guard rules public-without-auth?");
  });
});
