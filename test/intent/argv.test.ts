import { describe, expect, it } from "vitest";
import { parseArgv } from "../../src/intent/argv.ts";

function readOption(words: string[], name: string) {
  return parseArgv(words).options.get(name)?.value;
}

describe("a value is read as click reads it", () => {
  it.each([
    [["--host", "10.0.0.7"], "10.0.0.7"],
    [["--host=10.0.0.7"], "10.0.0.7"],
    [["-h", "10.0.0.7"], "10.0.0.7"],
    [["-h0.0.0.0"], "0.0.0.0"],
    [["-hlocalhost"], "localhost"],
    [["-h=10.0.0.7"], "=10.0.0.7"],
    [["-host=10.0.0.7"], "ost=10.0.0.7"],
    [["--host", "--port"], "--port"],
    [["--host", "--", "--port", "1"], "--"],
    [["--host="], ""],
    [["--host", ""], ""],
    [["--host", "a", "-hb", "--host=c"], "c"],
    [["--host", "@args.txt"], "@args.txt"],
    [["--host", "0x0"], "0x0"],
    [["--host=a=b"], "a=b"],
  ])("%j binds %j", (words, host) => {
    expect(readOption(words, "host")).toBe(host);
  });

  it.each([
    [["--gunicorn-opts", "--bind=0.0.0.0"], "gunicorn-opts", "--bind=0.0.0.0"],
    [["--gunicorn-opts", "--guard-profile x"], "gunicorn-opts", "--guard-profile x"],
    [["--uvicorn-opts", "--help"], "uvicorn-opts", "--help"],
    [["--artifacts-destination", "--app-name=basic-auth"], "app-name", undefined],
    [["-p5001h0.0.0.0"], "port", "5001h0.0.0.0"],
    [["-p", "1", "--port=2"], "port", "2"],
    [["-w4"], "workers", "4"],
    [["--port", "1e3"], "port", "1e3"],
  ])("%j sets %s to %j", (words, name, value) => {
    expect(readOption(words, name)).toBe(value);
  });

  it("keeps the spelling that the user chose as the origin", () => {
    const { options } = parseArgv(["-h::1", "--port=1"]);
    expect(options.get("host")?.origin).toEqual({ kind: "flag", name: "-h" });
    expect(options.get("port")?.origin).toEqual({ kind: "flag", name: "--port" });
  });

  it.each([
    [["--serve-artifacts"], "serve-artifacts", true],
    [["--no-serve-artifacts"], "serve-artifacts", false],
    [["--no-serve-artifacts", "--serve-artifacts"], "serve-artifacts", true],
    [["--dev"], "dev", true],
  ])("%j switches %s to %s", (words, name, value) => {
    expect(readOption(words, name)).toBe(value);
  });
});

describe("a word that click refuses is refused", () => {
  it.each([
    [["--host"], "--host needs a value"],
    [["-h"], "-h needs a value"],
    [["--dev=true"], "--dev does not take a value"],
    [["stray"], "unexpected"],
    [["--host", "--port", "5001"], "unexpected"],
    [["--", "--host", "0.0.0.0"], "unexpected"],
    [["--port", "5000", "5", "0x10"], '"5" "0x10"'],
    [["@args.txt"], "unexpected"],
    [["help"], "unexpected"],
  ])("%j", (words, what) => {
    const { problems } = parseArgv(words);
    expect(problems.map((problem) => problem.what).join()).toContain(what);
    expect(problems.every(({ fix }) => fix !== "")).toBe(true);
  });

  it.each([
    "--hos=x",
    "--Host=x",
    "--HOST",
    "-x",
    "--constructor",
    "--__proto__=1",
    "--no-dev",
  ])("%s is no option", (word) => {
    const { unknown, options } = parseArgv([word]);
    expect(unknown).toEqual([{ raw: word, inline: word.includes("=") }]);
    expect(options.size).toBe(0);
  });

  it("a group of short options is named once", () => {
    expect(parseArgv(["-xyz"]).unknown).toEqual([{ raw: "-xyz", inline: false }]);
  });

  it("sees through a dash that was pasted from a document", () => {
    expect(parseArgv(["\u2013\u2013host", "x"]).problems[0]?.fix).toContain("not a plain");
  });

  it("does not show a password in a stray word", () => {
    const { problems } = parseArgv(["--backend", "postgresql://ada:hunter2@db/x"]);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});

describe("the launcher's own options", () => {
  it("keeps every value of a repeatable one, the last of the others", () => {
    const words = ["--guard-unsafe", "a", "--guard-unsafe=b", "--guard-reason", "x"];
    const { guard } = parseArgv([...words, "--guard-reason", "y"]);
    expect(guard.get("guard-unsafe")?.map(({ value }) => value)).toEqual(["a", "b"]);
    expect(guard.get("guard-reason")?.map(({ value }) => value)).toEqual(["y"]);
  });

  it.each([
    ["--guard-published=all", "loopback"],
    ["--guard-log-format=xml", "text, json"],
    ["--guard-stop-timeout=0", "seconds"],
    ["--guard-stop-timeout=1e3", "seconds"],
    ["--guard-reason=", "--guard-reason=TEXT"],
  ])("refuses %s", (word, fix) => {
    expect(parseArgv([word]).problems[0]?.fix).toContain(fix);
  });

  it.each(["--guard-reaso=x", "--Guard-Reason=x", "--guardReason=x"])("knows no %s", (word) => {
    expect(parseArgv([word]).unknown).toHaveLength(1);
  });

  it("leaves the options of the command itself apart", () => {
    expect(parseArgv(["--format", "json"], ["format"]).extra).toEqual({ format: "json" });
    expect(parseArgv(["--format=json"]).unknown).toHaveLength(1);
  });

  it.each([
    [["--help"], true],
    [["-help"], false],
    [["--gunicorn-opts", "--help"], false],
  ])("%j asks for help: %s", (words, help) => {
    expect(parseArgv(words).help).toBe(help);
  });
});
