import { describe, expect, it } from "vitest";
import { readCommandLine } from "../../src/cli/command-line.ts";

describe("the words before the options", () => {
  it.each([
    [[], "--help", []],
    [["help"], "--help", []],
    [["-h"], "--help", []],
    [["-V"], "--version", []],
    [["--version"], "--version", []],
    [["help", "init"], "init", ["--help"]],
    [["user", "add", "-h"], "user", ["add", "--help"]],
    [["help", "check"], "check", ["--help"]],
    [["--env-file", "f", "server", "-h", "x"], "server", ["-h", "x"]],
  ])("%j", (argv, command, words) => {
    expect(readCommandLine(argv)).toMatchObject({ command, words, problems: [] });
  });

  it.each([
    ["sever", "server"],
    ["SERVR", "server"],
    ["chekc", "check"],
    ["instal-mlflow", "install-mlflow"],
    ["healthchek", "healthcheck"],
    ["usr", "user"],
    ["install", "install-mlflow"],
  ])("a mistake is answered with what was meant: %s", (typed, meant) => {
    expect(readCommandLine([typed]).problems[0]?.fix).toBe(`did you mean ${meant}?`);
  });

  it.each([
    ["frobnicate"],
    ["help", "frobnicate"],
  ])("what is near to nothing gets the list: %s", (...argv) => {
    expect(readCommandLine(argv).problems[0]?.fix).toContain("the commands are server, ui,");
  });
});
