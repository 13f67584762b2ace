import { describe, expect, it } from "vitest";
import { EXIT } from "../src/exit-codes.ts";
import { runHere } from "./support/run-here.ts";
import { flat } from "./support/stand-in.ts";

const run = (line: string) => runHere(line.split(" ").filter(Boolean));

describe("what a person types first", () => {
  it.each(["", "help", "-h", "--help"])("%j is the list of commands", async (line) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stderr]).toEqual([EXIT.ok, ""]);
    expect(stdout).toMatch(/^mlflow-guard COMMAND \[options\]\n\nExamples:\n[\s\S]*\n {2}server /);
  });

  it.each([
    ["help server", "mlflow-guard server"],
    ["server --help", "mlflow-guard server"],
    ["help check", "mlflow-guard check"],
    ["help user", "mlflow-guard user"],
    ["user -h", "mlflow-guard user"],
    ["help rules", "mlflow-guard rules"],
    ["install-mlflow -h", "mlflow-guard install-mlflow"],
  ])("%s is the help of that command", async (line, first) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stderr]).toEqual([EXIT.ok, ""]);
    expect(stdout.startsWith(first)).toBe(true);
    expect(stdout).toContain("\nOptions:\n");
  });
});

describe("a slip of the finger is answered with what was meant", () => {
  it.each([
    ["sever", "did you mean server?"],
    ["help sevrer", "did you mean server?"],
    ["server --hots 0.0.0.0", "did you mean --host?"],
    ["server --guard-instal", "did you mean --guard-install?"],
    ["check --format jsn", "did you mean json?"],
    ["check --guard-published lopback", "did you mean loopback?"],
    ["server --guard-log-level wran", "did you mean warn?"],
    ["rules public-without-aut", "did you mean mlflow-guard rules public-without-auth?"],
    ["install-mlflow --verison 3.17.2", "did you mean --version?"],
    ["user list --formt json", "did you mean --format?"],
    ["user list --format jsno", "did you mean json?"],
    ["check --no-serve-artifact", "did you mean --no-serve-artifacts?"],
    ["check --no-serve", "did you mean --no-serve-artifacts?"],
    ["check --disable-serve-artifacts", "did you mean --no-serve-artifacts?"],
    ["check --no-enable-workspaces", "did you mean --disable-workspaces?"],
    ["check --disable-workspace", "did you mean --disable-workspaces?"],
    ["check --no-dev", "leave --dev out"],
    ["check --no-guard-tls-cert", "leave --guard-tls-cert out"],
    ["check --disable-security-middlewar", "did you mean --disable-security-middleware?"],
  ])("%s", async (line, text) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stdout]).toEqual([EXIT.usage, ""]);
    expect(flat(stderr)).toContain(text);
  });

  it.each([
    "db upgrade sqlite:///x.db",
    "gc",
    "run .",
    "RUNS",
    "migrate-filestore",
    "crypto",
  ])("MLflow's own command is named as such: %s", async (line) => {
    const [command = ""] = line.toLowerCase().split(" ");
    const { code, stderr } = await run(line);
    expect(code).toBe(EXIT.usage);
    expect(flat(stderr)).toContain(`${command} is a command of MLflow itself`);
    expect(flat(stderr)).toContain(`fix mlflow ${command} ... `);
    expect(stderr).not.toContain("did you mean");
  });

  it.each([
    "dbx",
    "go",
    "lo",
    "rn",
  ])("nothing is made of a short word that is near to nothing: %s", async (line) => {
    expect((await run(line)).stderr).not.toContain("did you mean");
  });

  it("check says of an address that is not here that nothing could listen there", async () => {
    const said = '203.0.113.9 is no address of this machine; "server" would end with exit code 71';
    const away = await run("check --host 203.0.113.9");
    expect([away.code, flat(away.stderr)]).toEqual([EXIT.refused, expect.stringContaining(said)]);
    expect((await run("check --host 127.0.0.1")).stderr).not.toContain("no address");
  });

  it("check answers in JSON where its log does, unless --format says text", async () => {
    const line = "check --host 0.0.0.0 --guard-log-format json";
    const json = await run(line);
    expect([json.code, JSON.parse(json.stdout).verdict]).toEqual([EXIT.refused, "refuse"]);
    for (const record of json.stderr.split("\n").filter(Boolean)) JSON.parse(record);
    const text = await run(`${line} --format text`);
    expect(text.stdout).toMatch(/^mlflow-guard: REFUSED\. /);
  });

  it.each([
    ["rules --format json", "no such option: --format", "mlflow-guard rules --help lists them"],
    ["healthcheck --port 5001", "no such option: --port", "it is one of mlflow-guard server"],
    ["init --host 0.0.0.0", "no such option: --host", "it is one of mlflow-guard server"],
    ["healthcheck --url", "--url needs a value", "write --url=VALUE"],
    ["init --file", "--file needs a value", "write --file=VALUE"],
    ["init --file --print", "--file needs a value", "write --file=VALUE"],
    ["init --rotate", "--rotate needs a value", "write --rotate=VALUE"],
    ["user list --url", "--url needs a value", "write --url=VALUE"],
    ["user list --format", "--format needs a value", "write --format=VALUE"],
    ["user list --env-file", "--env-file needs a value", "write --env-file=VALUE"],
    ["install-mlflow --python", "--python needs a value", "write --python=VALUE"],
    ["install-mlflow -version 3", "no such option: -version", "did you mean --version?"],
    ["install-mlflow -q", "no such option: -q", "mlflow-guard install-mlflow --help lists them"],
    ["init --print=yes --nothing", "no such option: --nothing", "mlflow-guard init --help lists"],
  ])("%s is refused in this program's own words", async (line, what, fix) => {
    const { code, stderr } = await run(line);
    expect(code).toBe(EXIT.usage);
    expect(flat(stderr)).toContain(`what ${what} fix ${fix}`);
    expect(stderr).not.toMatch(/argument/i);
  });

  it("the value of an option that is not there is no mistake of its own", async () => {
    const { stderr } = await run("server --hots 0.0.0.0");
    expect(stderr.match(/^ {2}what /gm)).toHaveLength(1);
  });

  it("a rule to be waived", async () => {
    const line =
      "server --host 0.0.0.0 --guard-unsafe public-without-aut --guard-reason x --guard-until 2026-12-31";
    const { code, stderr } = await run(line);
    expect(code).toBe(EXIT.refused);
    expect(flat(stderr)).toContain(
      '"public-without-aut" is no rule that can be waived; did you mean public-without-auth?',
    );
  });

  it("nothing is guessed where nothing is near", async () => {
    const { code, stderr } = await run("rules frobnicate");
    expect([code, flat(stderr)]).toEqual([EXIT.usage, expect.not.stringContaining("did you mean")]);
  });
});

describe("a version to install", () => {
  it.each(["3", "3.17", "3.x", "v3.17", ">=3", "newest"])("is exact: not %s", async (version) => {
    const { code, stdout, stderr } = await run(`install-mlflow --version ${version}`);
    expect([code, stdout]).toEqual([EXIT.usage, ""]);
    expect(flat(stderr)).toContain(`--version "${version}" is no exact version`);
  });
});
