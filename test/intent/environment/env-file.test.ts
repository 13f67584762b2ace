import { describe, expect, it } from "vitest";
import { parseEnvFile } from "../../../src/intent/environment/env-file.ts";
import { layerEnvironment, readVariable } from "../../../src/intent/environment/environment.ts";
import { layerOf } from "../../support/world.ts";

const QUOTE_IT = "put the value in single quotes";
const HASH = "has an unquoted #, which one reader cuts and another keeps";
const EXPANDED = "MLFLOW_HOST holds ${...}, which one reader expands and another keeps";
const WRITE_OUT = "write the value out";
const ESCAPED = "MLFLOW_HOST holds a backslash in quotes, which readers unescape differently";
const EXPORT = "export MLFLOW_HOST in the environment instead";
const OPEN_QUOTE = "has a quote that is never closed, or words behind it";
const BACKTICKS = "A is in backticks, which MLflow does not take as quotes";
const CLOSE = "close the quote at the end of the value";
const NO_PAIR = "this line is no NAME=value";
const FIX_IT = "fix the line, or put # in front of it";
const REFERENCE = "$" + "{OTHER}";

function read(text: string | Uint8Array) {
  return parseEnvFile(typeof text === "string" ? Buffer.from(text) : text, "f.env");
}

function valuesOf(text: string) {
  const { entries, problems } = read(text);
  expect(problems).toEqual([]);
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

describe("what every reader takes the same", () => {
  it.each([
    ["plain", "A=1", { A: "1" }],
    ["a byte order mark", "\ufeffA=1", { A: "1" }],
    ["lone CR", "# x\rA=1\rB='2'\r", { A: "1", B: "2" }],
    ["a no-break space behind quotes", "A='1'\u00a0\nB=2", { A: "1", B: "2" }],
    ["CRLF", "A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["export", "export A=1", { A: "1" }],
    ["single quotes", "A='a # b'", { A: "a # b" }],
    ["double quotes", 'A="a b"', { A: "a b" }],
    ["blanks around =", "A = 1", { A: "1" }],
    ["a comment behind a blank", "A=1 # why", { A: "1" }],
    ["a comment behind quotes", "A='1' # why", { A: "1" }],
    ["comments and empty lines", "# x\n\n  # y\nA=1", { A: "1" }],
    ["nothing", "A=", { A: "" }],
    ["nothing in quotes", "A=''", { A: "" }],
    ["nothing before another line", "A=\nB=1", { A: "", B: "1" }],
    ["blanks and tabs", " \texport \t A\t=\t1 \t", { A: "1" }],
    ["a tab before a comment", "A=1\t# why", { A: "1" }],
    ["a comment right behind quotes", "A='1'# why\nB=2", { A: "1", B: "2" }],
    ["a quote inside", "A=it's", { A: "it's" }],
    ["the other quotes in quotes", `A="it's"\nB='"'`, { A: "it's", B: '"' }],
    ["names with dots, dashes and digits", "A.b-C_9=1", { "A.b-C_9": "1" }],
    ["a name of one character", "_=1", { _: "1" }],
    ["a # in double quotes", 'MLFLOW_A="a#b"', { MLFLOW_A: "a#b" }],
    ["a backslash without quotes", "MLFLOW_A=a\\b", { MLFLOW_A: "a\\b" }],
    ["a backslash that is not MLflow's", "A='a\\b'", { A: "a\\b" }],
    ["a lone $", "MLFLOW_A=a$b", { MLFLOW_A: "a$b" }],
    ["braces", "MLFLOW_A={b}", { MLFLOW_A: "{b}" }],
    ["blank lines with blanks", "A=1\n \t\nB=2", { A: "1", B: "2" }],
    ["an indented comment with =", "  # A=1", {}],
    ["a second =", "A=b=c", { A: "b=c" }],
    ["the last of two", "A=1\nA=2", { A: "2" }],
    ["several lines in quotes", 'A="1\n2"\nB=3', { A: "1\n2", B: "3" }],
    ["several lines with CRLF", 'A="1\r\n2"\r\nB=3', { A: "1\n2", B: "3" }],
    ["names of Object's own", "constructor=1\ntoString=2", { constructor: "1", toString: "2" }],
    ["a reference that is not MLflow's", `A=${REFERENCE}`, { A: REFERENCE }],
  ])("%s", (_what, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it("counts lines that end in CR", () => {
    expect(read("A=1\r\nB=2\rC=3").entries.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it("counts lines through a quoted value", () => {
    const { entries } = read("\n\nA=\"1\n2\"\nB=3\n\nC='4\n\n5' # x\nD=6");
    expect(entries.map(({ name, line }) => [name, line])).toEqual([
      ["A", 3],
      ["B", 5],
      ["C", 7],
      ["D", 10],
    ]);
  });

  it("reads an empty file", () => {
    expect(read("")).toEqual({ entries: [], problems: [] });
  });
});

describe("what readers take differently is a problem with its line", () => {
  it.each([
    ["an unquoted #", "A=pa#ss", 1, `A ${HASH}`, QUOTE_IT],
    ["a # behind = and a blank", "A= # x", 1, `A ${HASH}`, QUOTE_IT],
    ["a # at the start", "\nA=#ss", 2, `A ${HASH}`, QUOTE_IT],
    ["a reference in MLflow's variable", `MLFLOW_HOST=${REFERENCE}`, 1, EXPANDED, WRITE_OUT],
    ["a reference in quotes", `MLFLOW_HOST='${REFERENCE}'`, 1, EXPANDED, WRITE_OUT],
    ["a backslash in quotes", 'MLFLOW_HOST="a\\nb"', 1, ESCAPED, EXPORT],
    ["an escaped quote", "MLFLOW_HOST='a\\'b'", 1, ESCAPED, EXPORT],
    ["backticks", "A=`1`", 1, BACKTICKS, QUOTE_IT],
    ["backticks before a comment", "A=`1 2` # x", 1, BACKTICKS, QUOTE_IT],
    ["backticks around nothing", "A=``", 1, BACKTICKS, QUOTE_IT],
    ["backticks over two lines", "A=`1\n2`", 1, BACKTICKS, QUOTE_IT],
    ["an open quote", "A='1\nB=2", 1, `A ${OPEN_QUOTE}`, CLOSE],
    ["an open double quote", 'A="1', 1, `A ${OPEN_QUOTE}`, CLOSE],
    ["an open backtick", "A=`1", 1, `A ${OPEN_QUOTE}`, CLOSE],
    ["words behind a quote", "A='1' 2", 1, `A ${OPEN_QUOTE}`, CLOSE],
    ["a line without =", "A=1\nB", 2, NO_PAIR, FIX_IT],
    ["a colon", "A: 1", 1, NO_PAIR, FIX_IT],
    ["a blank in a name", "A B=1", 1, NO_PAIR, FIX_IT],
    ["a name beyond ASCII", "\u00c4=1", 1, NO_PAIR, FIX_IT],
    ["a name that begins with a digit", "1A=1", 1, NO_PAIR, FIX_IT],
    ["export alone", "export", 1, NO_PAIR, FIX_IT],
    ["words before a comment", "A # x", 1, NO_PAIR, FIX_IT],
    [
      "a name that no reader takes",
      "__proto__=1",
      1,
      "__proto__ is read by no dotenv reader",
      QUOTE_IT,
    ],
  ])("%s", (_what, text, line, what, fix) => {
    expect(read(text).problems[0]).toMatchObject({ what: `f.env:${line}: ${what}`, fix });
  });

  it.each([
    ["A=pa#ss", "A"],
    ["MLFLOW_X y", "MLFLOW_X y"],
    ["x\n", "x\n"],
  ])("%j tells whether it is about MLflow", (text, mentions) => {
    expect(read(text).problems).toMatchObject([{ mentions }]);
  });

  it.each([
    ["UTF-16", Buffer.from("\ufeffA=1", "utf16le")],
    ["UTF-16 without a mark", Buffer.from("A=1", "utf16le")],
    ["Latin-1", Buffer.from([0x41, 0x3d, 0xe4])],
    ["a NUL", Buffer.from("A=1\0")],
  ])("%s", (_what, bytes) => {
    const { entries, problems } = read(bytes);
    expect(entries).toEqual([]);
    expect(problems).toEqual([
      {
        what: "f.env:1: is not UTF-8 text",
        fix: "save it as UTF-8 (PowerShell writes UTF-16 by default)",
        mentions: "MLFLOW_",
      },
    ]);
  });

  it("names only what the file itself sets", () => {
    expect(read("A=1\nB\n__proto__=1\nC=`x`\n").problems.map(({ mentions }) => mentions)).toEqual([
      "B\n",
      "__proto__",
      "C",
    ]);
  });

  it("keeps the rest of the file", () => {
    const { entries, problems } = read("broken\nA=1\n");
    expect(problems).toHaveLength(1);
    expect(entries).toEqual([{ name: "A", value: "1", line: 2, span: 1 }]);
  });

  it("does not show the value", () => {
    expect(JSON.stringify(read("MLFLOW_X='hunter2' x\nMLFLOW_Y=hunter2#x").problems)).not.toContain(
      "hunter2",
    );
  });

  it("never yields a value that is no text", () => {
    const { entries } = read("__proto__=1\nhasOwnProperty=2\n");
    expect(entries).toEqual([{ name: "hasOwnProperty", value: "2", line: 2, span: 1 }]);
  });
});

describe("an env file lies under the environment", () => {
  const entries = [
    { name: "MLFLOW_HOST", value: "10.0.0.7", line: 1 },
    { name: "MLFLOW_GUARD_MLFLOW", value: "/x", line: 2 },
    { name: "MLFLOW_AUTH_CONFIG_PATH", value: "x.ini", line: 3 },
    { name: "MLFLOW_HOME", value: "code", line: 4 },
    { name: "MLFLOW_ENV_ROOT", value: "code", line: 5 },
    { name: "MLFLOW_CONDA_HOME", value: "code", line: 6 },
    { name: "MLFLOW_CONDA_CREATE_ENV_CMD", value: "code", line: 7 },
    { name: "MLFLOW_SERVER_JOB_HUEY_REDIS_URL", value: "redis://x", line: 8 },
    { name: "MLFLOW_JOBS_DOCKER_HOST", value: "tcp://10.0.0.7:2375", line: 9 },
    { name: "MLFLOW_JOB_IMAGE", value: "x", line: 10 },
    { name: "PYTHONPATH", value: "/x", line: 4 },
  ];

  it("speaks with its file and line", () => {
    const layered = layerEnvironment({}, layerOf(entries, "f.env", "named"));
    expect([...layered.keys()]).toEqual([
      "MLFLOW_HOST",
      ...["MLFLOW_GUARD_MLFLOW", "MLFLOW_AUTH_CONFIG_PATH"],
    ]);
    expect(layered.get("MLFLOW_HOST")?.origin).toEqual({
      kind: "file",
      name: "MLFLOW_HOST",
      file: "f.env",
      line: 1,
    });
  });

  it("says nothing but MLflow's harmless variables when it was merely found", () => {
    expect([...layerEnvironment({}, layerOf(entries, ".env", "found")).keys()]).toEqual([
      "MLFLOW_HOST",
    ]);
  });

  it("takes what the environment says, and what it leaves out", () => {
    const layered = layerEnvironment({ A: "1", B: undefined }, layerOf([], "f.env", "found"));
    expect([...layered]).toEqual([["A", { value: "1", origin: { kind: "env", name: "A" } }]]);
  });

  it.each(["::1", ""])("yields to an exported %j", (value) => {
    const layered = layerEnvironment({ MLFLOW_HOST: value }, layerOf(entries, "f.env", "named"));
    expect(layered.get("MLFLOW_HOST")).toEqual({
      value,
      origin: { kind: "env", name: "MLFLOW_HOST" },
    });
  });

  it("counts an empty variable as not set", () => {
    const layered = layerEnvironment({ A: "", B: "1" }, layerOf([], "", "named"));
    expect(readVariable(layered, "A")).toBeUndefined();
    expect(readVariable(layered, "B")?.value).toBe("1");
    expect(readVariable(layered, undefined)).toBeUndefined();
  });
});

describe("the lines of a file", () => {
  it("are counted, also those of a value that spans several", () => {
    const { entries } = parseEnvFile(
      Buffer.from("A=1\nB=\"two\nlines\"\n# c\n\nexport C=3\nD='5\n\n7' # x"),
      "f",
    );
    expect(entries.map(({ name, line, span }) => [name, line, span])).toEqual([
      ["A", 1, 1],
      ["B", 2, 2],
      ["C", 6, 1],
      ["D", 7, 3],
    ]);
  });
});
