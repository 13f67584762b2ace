import { describe, expect, it } from "vitest";
import { parseEnvFile } from "../../src/intent/env-file.ts";
import { layerEnvironment, readVariable } from "../../src/intent/environment.ts";

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
    ["CRLF", "A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["export", "export A=1", { A: "1" }],
    ["single quotes", "A='a # b'", { A: "a # b" }],
    ["double quotes", 'A="a b"', { A: "a b" }],
    ["blanks around =", "A = 1", { A: "1" }],
    ["a comment behind a blank", "A=1 # why", { A: "1" }],
    ["a comment behind quotes", "A='1' # why", { A: "1" }],
    ["comments and empty lines", "# x\n\n  # y\nA=1", { A: "1" }],
    ["nothing", "A=", { A: "" }],
    ["a second =", "A=b=c", { A: "b=c" }],
    ["the last of two", "A=1\nA=2", { A: "2" }],
    ["several lines in quotes", 'A="1\n2"\nB=3', { A: "1\n2", B: "3" }],
    ["several lines with CRLF", 'A="1\r\n2"\r\nB=3', { A: "1\n2", B: "3" }],
    ["names of Object's own", "constructor=1\ntoString=2", { constructor: "1", toString: "2" }],
    ["a reference that is not MLflow's", `A=${REFERENCE}`, { A: REFERENCE }],
  ])("%s", (_what, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it("counts lines through a quoted value", () => {
    const { entries } = read('\n\nA="1\n2"\nB=3\n');
    expect(entries.map(({ name, line }) => [name, line])).toEqual([
      ["A", 3],
      ["B", 5],
    ]);
  });

  it("reads an empty file", () => {
    expect(read("")).toEqual({ entries: [], problems: [] });
  });
});

describe("what readers take differently is a problem with its line", () => {
  it.each([
    ["an unquoted #", "A=pa#ss", 1],
    ["a # at the start", "\nA=#ss", 2],
    ["a reference in MLflow's variable", `MLFLOW_HOST=${REFERENCE}`, 1],
    ["a backslash in quotes", 'MLFLOW_HOST="a\\nb"', 1],
    ["backticks", "A=`1`", 1],
    ["an open quote", "A='1\nB=2", 1],
    ["words behind a quote", "A='1' 2", 1],
    ["a line without =", "A=1\nB", 2],
    ["a colon", "A: 1", 1],
    ["a blank in a name", "A B=1", 1],
    ["a name beyond ASCII", "\u00c4=1", 1],
  ])("%s", (_what, text, line) => {
    expect(read(text).problems[0]?.what).toMatch(new RegExp(`^f\\.env:${line}: `));
  });

  it.each([
    ["UTF-16", Buffer.from("\ufeffA=1", "utf16le")],
    ["UTF-16 without a mark", Buffer.from("A=1", "utf16le")],
    ["Latin-1", Buffer.from([0x41, 0x3d, 0xe4])],
    ["a NUL", Buffer.from("A=1\0")],
  ])("%s", (_what, bytes) => {
    const { entries, problems } = read(bytes);
    expect(entries).toEqual([]);
    expect(problems).toMatchObject([{ what: "f.env:1: is not UTF-8 text", mentions: "MLFLOW_" }]);
  });

  it("keeps the rest of the file", () => {
    const { entries, problems } = read("broken\nA=1\n");
    expect(problems).toHaveLength(1);
    expect(entries).toEqual([{ name: "A", value: "1", line: 2 }]);
  });

  it("does not show the value", () => {
    expect(JSON.stringify(read("MLFLOW_X='hunter2' x\nMLFLOW_Y=hunter2#x").problems)).not.toContain(
      "hunter2",
    );
  });

  it("never yields a value that is no text", () => {
    const { entries } = read("__proto__=1\nhasOwnProperty=2\n");
    expect(entries.filter(({ value }) => typeof value !== "string")).toEqual([]);
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
    { name: "PYTHONPATH", value: "/x", line: 4 },
  ];

  it("speaks with its file and line", () => {
    const layered = layerEnvironment({}, entries, "f.env", "named");
    expect(layered.size).toBe(entries.length);
    expect(layered.get("MLFLOW_HOST")?.origin).toEqual({
      kind: "file",
      name: "MLFLOW_HOST",
      file: "f.env",
      line: 1,
    });
  });

  it("says nothing but MLflow's harmless variables when it was merely found", () => {
    expect([...layerEnvironment({}, entries, ".env", "found").keys()]).toEqual(["MLFLOW_HOST"]);
  });

  it.each(["::1", ""])("yields to an exported %j", (value) => {
    const layered = layerEnvironment({ MLFLOW_HOST: value }, entries, "f.env", "named");
    expect(layered.get("MLFLOW_HOST")).toEqual({
      value,
      origin: { kind: "env", name: "MLFLOW_HOST" },
    });
  });

  it("counts an empty variable as not set", () => {
    const layered = layerEnvironment({ A: "", B: "1" }, [], "", "named");
    expect(readVariable(layered, "A")).toBeUndefined();
    expect(readVariable(layered, "B")?.value).toBe("1");
    expect(readVariable(layered, undefined)).toBeUndefined();
  });
});
