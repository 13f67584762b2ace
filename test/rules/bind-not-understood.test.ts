import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf, STRONG } from "../support/world.ts";

const RULE = "bind-not-understood";

describe(RULE, () => {
  it.each([
    ["0", null],
    ["", null],
    ["127.1", null],
    ["*", null],
    ["--port", null],
    ["$HOST", null],
    ["fe80::1%eth0", null],
    ["unknown.example", null],
    [" 127.0.0.1", "127.0.0.1"],
    ["[::1]", "::1"],
    ["\uff11.1.1.1", "1.1.1.1"],
    ["127.0.0.1:6000", "127.0.0.1 --port 6000"],
    ["http://0.0.0.0", "0.0.0.0"],
    ["https://10.0.0.7:8443/ui", "10.0.0.7 --port 8443"],
    ["http://[::1]:6000/", "::1 --port 6000"],
    ["[::1]:6000", "::1 --port 6000"],
    ["localhost:99999", "localhost"],
    [":6000", null],
    ["unix:/tmp/s", null],
    ["::ffff:10.0.0.1", "10.0.0.1"],
  ])("refuses %j with a login too", (host, suggestion) => {
    const [finding] = findingsOf(RULE, { words: [`--host=${host}`], facts: STRONG });
    expect(finding).toMatchObject({ severity: "error", waivable: false, origin: { kind: "flag" } });
    const notes = finding?.fix.filter(({ kind }) => kind === "note").map(({ text }) => text);
    expect(notes).toEqual(suggestion ? [`if it was meant so: --host ${suggestion}`] : []);
  });

  it("counts what it does not understand as public", () => {
    expect(decisionOf({ words: ["--host", "0"] }).exposure.level).toBe("public");
  });

  it("offers loopback, in the user's own command", () => {
    const [finding] = findingsOf(RULE, { words: ["--host", "0", "--port", "6000"] });
    expect(finding?.fix[0]?.text).toBe("mlflow-guard server --host 127.0.0.1 --port 6000");
  });

  it.each([
    [["--host", "localhost:5000"], "--host localhost"],
    [["--host", "localhost:6000"], "--host localhost --port 6000"],
    [["--host", "http://[::1]:6000"], "--host ::1 --port 6000"],
    [["--host", "http://0.0.0.0:6000"], "--host 127.0.0.1 --port 6000"],
    [["--host", "localhost:6000", "--port", "7000"], "--host localhost --port 7000"],
  ])("gives the right words for %j, and no login that nobody needs", (words, options) => {
    const command = `mlflow-guard server ${options}`;
    const { findings, remedy } = decisionOf({ words });
    const errors = findings.filter(({ severity }) => severity === "error");
    for (const { fix } of errors) {
      expect(fix.filter(({ kind }) => kind === "shell")).toEqual([
        { kind: "shell", text: command },
      ]);
    }
    expect([errors.length, remedy]).toEqual([2, [command]]);
  });

  it("names the variable it came from", () => {
    const [finding] = findingsOf(RULE, { env: { MLFLOW_HOST: " " } });
    expect(finding?.what).toMatch(/^MLFLOW_HOST \(environment\) is " "/);
  });

  it.each([
    "127.0.0.1",
    "::1",
    "localhost",
    "LOCALHOST",
    "0.0.0.0",
    "::",
    "ok.example",
  ])("understands %s", (host) => {
    const hosts = { "ok.example": ["10.0.0.7"] };
    expect(findingsOf(RULE, { words: ["--host", host], hosts })).toEqual([]);
  });

  it.each([
    [
      "http://0.0.0.0",
      '--host (command line) is "http://0.0.0.0": it has a scheme in it; --host takes the address alone',
    ],
    [
      "http://0.0.0.0:5000",
      '--host (command line) is "http://0.0.0.0:5000": it has a scheme and a port in it; --host takes the address alone, and --port the port',
    ],
    ["[::1]", '--host (command line) is "[::1]": --host takes an address without brackets'],
    ["nowhere", '--host (command line) is "nowhere": this name does not resolve'],
  ])("says what is wrong with %s", (host, what) => {
    expect(findingsOf(RULE, { words: ["--host", host] })[0]?.what).toBe(what);
  });

  it.each([
    ["${HOST}", {}],
    ["$HOST", {}],
    ["<your host>", {}],
    ["changeme", {}],
    ["changeme", { changeme: [] }],
  ])("says of %s that nobody filled it in, with %j", (host, hosts) => {
    expect(findingsOf(RULE, { words: ["--host", host], hosts })).toMatchObject([
      { what: `--host (command line) is "${host}": a placeholder that nobody filled in` },
    ]);
  });

  it("takes a name that resolves for what it says", () => {
    const hosts = { changeme: ["10.0.0.7"] };
    expect(findingsOf(RULE, { words: ["--host", "changeme"], hosts })).toEqual([]);
  });

  it("has no note where it does not know what was meant", () => {
    expect(findingsOf(RULE, { words: ["--host", "nowhere"] })[0]?.fix).toEqual([
      { kind: "shell", text: "mlflow-guard server --host 127.0.0.1" },
    ]);
  });

  it("has nothing to say where no host was set", () => {
    const bind = { kind: "name", name: "x", addresses: [] } as const;
    expect(findingsOf(RULE, { facts: { bind } })).toEqual([]);
  });
});
