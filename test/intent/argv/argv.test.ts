import { describe, expect, it } from "vitest";
import { parseArgv } from "../../../src/intent/argv/argv.ts";
import { GUARD_OPTIONS } from "../../../src/intent/argv/guard-options.ts";
import { MLFLOW_OPTIONS } from "../../../src/mlflow/options/options.ts";

const OPTIONS_ONLY = "MLflow's server takes options only; is the variable in front of it unset?";

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
    [["--uvicorn-opts=--help"], "uvicorn-opts", "--help"],
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

describe("every option of the tables", () => {
  it("has more than one letter, so that an unknown short one is taken for none", () => {
    const names = [...MLFLOW_OPTIONS, ...GUARD_OPTIONS].map(({ name }) => name);
    expect(names.filter((name) => name.length < 2)).toEqual([]);
  });

  it.each(MLFLOW_OPTIONS)("is read: $name", ({ name, kind, short, off }) => {
    const long = kind === "flag" ? [`--${name}`] : [`--${name}`, "x"];
    const value = kind === "flag" ? true : "x";
    expect(readOption(long, name)).toBe(value);
    if (short) expect(readOption([`-${short}`, "x"], name)).toBe("x");
    if (off) expect(readOption([`--${off}`], name)).toBe(false);
  });

  it.each(GUARD_OPTIONS)("is read: $name", ({ name, value }) => {
    const { guard, problems } = parseArgv([`--${name}`, "x"]);
    expect(guard.get(name)).toMatchObject([{ value: value === null ? "true" : "x" }]);
    // What stands behind an option without a value is a word of its own.
    if (value === null) expect(problems).toMatchObject([{ what: 'unexpected: "x"' }]);
  });
});

describe("a word that click refuses is refused", () => {
  it.each([
    [["--host"], "--host needs a value", "write --host=VALUE"],
    [["-h"], "-h needs a value", "write -h VALUE"],
    [["--guard-reason"], "--guard-reason needs a value", "write --guard-reason=VALUE"],
    [["--guard-install=yes"], "--guard-install does not take a value", "write --guard-install"],
    [["--dev=true"], "--dev does not take a value", "write --dev"],
    [
      ["--no-serve-artifacts="],
      "--no-serve-artifacts does not take a value",
      "write --no-serve-artifacts",
    ],
    [["--dev=maybe"], "--dev does not take a value", "write --dev"],
    [["--dev=no"], "--dev does not take a value", "leave --dev out"],
    [
      ["--serve-artifacts=no"],
      "--serve-artifacts does not take a value",
      "write --no-serve-artifacts",
    ],
    [
      ["--serve-artifacts", "False"],
      "--serve-artifacts does not take a value",
      "write --no-serve-artifacts",
    ],
    [
      ["--no-serve-artifacts=0"],
      "--no-serve-artifacts does not take a value",
      "write --serve-artifacts",
    ],
    [
      ["--disable-workspaces", "yes"],
      "--disable-workspaces does not take a value",
      "write --disable-workspaces",
    ],
    [
      ["--guard-install", "off"],
      "--guard-install does not take a value",
      "leave --guard-install out",
    ],
    [["--dev", "5000"], 'unexpected: "5000"', OPTIONS_ONLY],
    [["stray"], 'unexpected: "stray"', OPTIONS_ONLY],
    [["--", "--host", "0.0.0.0"], 'unexpected: "--host" "0.0.0.0"', OPTIONS_ONLY],
    [["--port", "5000", "5", "0x10"], 'unexpected: "5" "0x10"', OPTIONS_ONLY],
    [["@args.txt"], 'unexpected: "@args.txt"', OPTIONS_ONLY],
    [["help"], 'unexpected: "help"', "mlflow-guard server --help"],
    [["init"], 'unexpected: "init" is a command of its own', "mlflow-guard init ..."],
    [["user", "list"], 'unexpected: "user" is a command of its own', "mlflow-guard user ..."],
    [["db", "upgrade"], 'unexpected: "db" is a command of its own', "mlflow db ..."],
    [["server"], 'unexpected: "server"', 'leave "server" out here'],
    [
      ["MLFLOW_AUTH_ADMIN_PASSWORD=hunter2"],
      'unexpected: "MLFLOW_AUTH_ADMIN_PASSWORD=..."',
      "a variable is set before the command: MLFLOW_AUTH_ADMIN_PASSWORD=VALUE mlflow-guard ...",
    ],
    [
      ["x", "token=hunter2 x"],
      'unexpected: "x" "token=..."',
      "a variable is set before the command: token=VALUE mlflow-guard ...",
    ],
    [["-host", "0.0.0.0"], "-host has one dash", "did you mean --host?"],
    [["-p", "1", "-app-name", "mine"], "-app-name has one dash", "did you mean --app-name?"],
    [["-host=0.0.0.0", "x"], "-host has one dash", "did you mean --host?"],
    [["-guard-install", "x"], "-guard-install has one dash", "did you mean --guard-install?"],
    [["-p1", "-w4", "x"], 'unexpected: "x"', OPTIONS_ONLY],
    [["-hosts", "x"], 'unexpected: "x"', OPTIONS_ONLY],
    [["(hunter2=x y=z)"], 'unexpected: "..."', OPTIONS_ONLY],
    [["a\u2013b"], 'unexpected: "a\u2013b"', OPTIONS_ONLY],
    [["postgresql://ada:hunter2@db/x"], 'unexpected: "postgresql://db/x"', OPTIONS_ONLY],
    [
      ["x", "\u2013host"],
      'unexpected: "x" "\u2013host"',
      'the dash of \u2013host is not a plain "-"; type it anew',
    ],
    [["\u2212p"], 'unexpected: "\u2212p"', 'the dash of \u2212p is not a plain "-"; type it anew'],
    [
      ["--brand-new", "x", "y"],
      "there are words that belong to no known option",
      "write the value of an option as --name=value, in quotes if it has blanks",
    ],
  ])("%j", (words, what, fix) => {
    expect(parseArgv(words).problems).toEqual([{ what, fix }]);
  });

  it("says nothing of a word that only follows from an option that is not known", () => {
    expect(parseArgv(["--brand-new", "x"])).toMatchObject({
      problems: [],
      unknown: [{ raw: "--brand-new", inline: false }],
    });
  });

  it("sets nothing", () => {
    const { options, guard } = parseArgv(["--dev=true", "--guard-reason"]);
    expect([...options, ...guard]).toEqual([]);
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
    expect(parseArgv(["-xy", "--new=1", "-z"]).unknown).toEqual([
      { raw: "-xy", inline: false },
      { raw: "--new=1", inline: true },
      { raw: "-z", inline: false },
    ]);
  });

  it.each([
    ["--backend-store-uri=postgresql://ada:hun", "ter2@db/x"],
    ["--artifacts-destination=s3://b/hun", "ter2"],
  ])("does not show the end of a URI with a blank in it: %s %s", (...words) => {
    const { problems } = parseArgv(words);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain("ter2");
  });

  it("does not show a password in a stray word", () => {
    const { problems } = parseArgv(["--backend", "x", "postgresql://ada:hunter2@db/x"]);
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
    ["--guard-published=all", '--guard-published is "all"', "use one of: loopback"],
    ["--guard-log-format=xml", '--guard-log-format is "xml"', "use one of: text, json"],
    ["--guard-log-format=JSN", '--guard-log-format is "JSN"', "did you mean json?"],
    ["--guard-reason=", "--guard-reason is empty", "write --guard-reason=TEXT"],
    ["--guard-published=", '--guard-published is ""', "use one of: loopback"],
  ])("refuses %s", (word, what, fix) => {
    expect(parseArgv([word]).problems).toEqual([{ what, fix }]);
  });

  it.each([
    "0",
    "1e3",
    "",
    "-1",
    "1.5",
    "x1",
    "1x",
    " 1",
    "1000000",
    "000",
  ])("refuses %j for a number of seconds", (value) => {
    expect(parseArgv([`--guard-stop-timeout=${value}`]).problems).toEqual([
      {
        what: `--guard-stop-timeout is ${JSON.stringify(value)}, not a number of seconds`,
        fix: "give whole seconds, for example --guard-stop-timeout=30",
      },
    ]);
  });

  it.each([
    "--guard-stop-timeout=1",
    "--guard-ready-timeout=999999",
    "--guard-log-format=json",
    "--guard-reason=x",
  ])("takes %s", (word) => {
    const [name = "", value] = word.slice(2).split("=");
    const { guard, problems } = parseArgv([word]);
    expect(problems).toEqual([]);
    expect(guard.get(name)).toEqual([{ value, origin: { kind: "flag", name: `--${name}` } }]);
  });

  it.each(["--guard-reaso=x", "--Guard-Reason=x", "--guardReason=x"])("knows no %s", (word) => {
    expect(parseArgv([word]).unknown).toHaveLength(1);
  });

  it("leaves the options of the command itself apart", () => {
    expect(parseArgv(["--format", "json"], ["format"]).extra).toEqual({ format: "json" });
    expect(parseArgv(["--format=json"]).unknown).toHaveLength(1);
    const { extra, options, guard } = parseArgv(["--format=a", "--format", "b"], ["format"]);
    expect([extra, options.size, guard.size]).toEqual([{ format: "b" }, 0, 0]);
    expect(parseArgv(["--format"], ["format"])).toMatchObject({
      extra: {},
      problems: [{ what: "--format needs a value" }],
    });
  });

  it.each([
    [["--help"], true],
    [["--help", "--host", "::1"], true],
    [[], false],
    [["-help"], false],
    [["--gunicorn-opts", "--help"], false],
  ])("%j asks for help: %s", (words, help) => {
    expect(parseArgv(words).help).toBe(help);
  });
});

describe("an option that stands where a value should be", () => {
  it.each([
    [["--artifacts-destination", "--app-name=basic-auth"], "--app-name"],
    [["--host", "--port", "5000"], "--port"],
    [["--guard-reason", "--guard-until=2026-12-01"], "--guard-until"],
    [["--host", "-p", "5000"], "-p"],
    [["-h", "--no-serve-artifacts"], "--no-serve-artifacts"],
    [["--host", "--help"], "--help"],
    [["--artifacts-destination", "-p5000"], "-p"],
    [["--static-prefix", "-p=5000"], "-p"],
    [["--guard-reason", "-w4"], "-w"],
    [["--artifacts-destination", "-h0.0.0.0"], "-h"],
    [["--artifacts-destination", "--app-nme=basic-auth"], "--app-nme"],
  ])("is a usage error that names both: %j", (words, second) => {
    const { problems, options, guard } = parseArgv(words);
    const [{ what = "", fix = "" } = {}] = problems;
    expect(what).toBe(`${words[0]} took ${second} for its value`);
    const joint = words[0]?.startsWith("--") ? "=" : " ";
    expect(fix).toBe(`give ${words[0]} a value of its own: ${words[0]}${joint}VALUE`);
    expect([...options.keys(), ...guard.keys()]).not.toContain(words[0]?.replace(/^-+/, ""));
  });

  it("counts the options of the command itself", () => {
    const words = ["--host", "--format=json"];
    expect(parseArgv(words, ["format"]).problems).toMatchObject([
      { what: "--host took --format for its value" },
    ]);
    expect(parseArgv(words).problems).toEqual([]);
  });

  it("is a value where it is written as one, or names no option", () => {
    expect(parseArgv(["--gunicorn-opts", "-w4"]).problems).toEqual([]);
    expect(parseArgv(["--gunicorn-opts", "-w 4"]).problems).toEqual([]);
    expect(parseArgv(["--gunicorn-opts", "--name=x"]).problems).toEqual([]);
    expect(parseArgv(["--static-prefix", "-preview"]).problems).toEqual([]);
    expect(parseArgv(["--static-prefix", "-preview5"]).problems).toEqual([]);
    expect(parseArgv(["--static-prefix", "-p5x"]).problems).toEqual([]);
    expect(parseArgv(["--guard-reason", "-500"]).problems).toEqual([]);
    expect(parseArgv(["--guard-reason", "see --host"]).problems).toEqual([]);
    expect(parseArgv(["--artifacts-destination=-p5000"]).problems).toEqual([]);
    expect(parseArgv(["--host=--port"]).problems).toEqual([]);
    expect(parseArgv(["--uvicorn-opts", "--log-level info"]).problems).toEqual([]);
    expect(parseArgv(["--uvicorn-opts", "--timeout-keep-alive=5"]).problems).toEqual([]);
  });
});
