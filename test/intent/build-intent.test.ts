import { describe, expect, it } from "vitest";
import { intentOf, type Scene } from "../support/world.ts";

function problemsOf(scene: Scene): string {
  return intentOf(scene)
    .problems.map(({ what, fix }) => `${what}: ${fix}`)
    .join("\n");
}

describe("where a setting comes from", () => {
  it.each([
    ["the variable", [], { MLFLOW_HOST: "10.0.0.7" }, "10.0.0.7", "env"],
    ["the command line", ["--host", "::1"], { MLFLOW_HOST: "10.0.0.7" }, "::1", "flag"],
    ["the command line, empty too", ["--host="], { MLFLOW_HOST: "10.0.0.7" }, "", "flag"],
  ])("%s speaks", (_what, words, env, value, kind) => {
    expect(intentOf({ words, env }).intent.options.get("host")).toMatchObject({
      value,
      origin: { kind },
    });
  });

  it.each([
    ["MLFLOW_HOST", ""],
    ["mlflow_host", "x"],
    ["HOST", "x"],
    ["MLFLOW_SERVER_HOST", "x"],
  ])("%s=%j sets no host", (name, value) => {
    expect(intentOf({ env: { [name]: value } }).intent.options.has("host")).toBe(false);
  });

  it("takes a twin where the option is not given, and only where there is one", () => {
    const env = { MLFLOW_GUARD_LOG_FORMAT: "json", MLFLOW_GUARD_UNSAFE: "public-without-auth" };
    const { guard } = intentOf({ env }).intent;
    expect(guard.get("guard-log-format")).toMatchObject([
      { value: "json", origin: { kind: "env" } },
    ]);
    expect(guard.has("guard-unsafe")).toBe(false);
    const words = ["--guard-log-format", "text"];
    expect(intentOf({ words, env }).intent.guard.get("guard-log-format")).toMatchObject([
      { value: "text" },
    ]);
  });

  it.each([
    ["alone", []],
    ["below the option", ["--guard-mlflow", "/opt/mlflow/bin/mlflow"]],
  ])("takes no MLflow from an env file, %s", (_what, words) => {
    const lines = { MLFLOW_HOST: "::1", MLFLOW_GUARD_MLFLOW: "/tmp/mlflow" };
    expect(problemsOf({ words, lines })).toBe(
      "MLFLOW_GUARD_MLFLOW (my.env:2) stands in an env file, which may not choose code: " +
        "take it out there; export it, or give --guard-mlflow PATH",
    );
  });

  it.each([
    ["an exported one", { env: { MLFLOW_GUARD_MLFLOW: "/x" } }],
    [
      "an exported one over the file's",
      { env: { MLFLOW_GUARD_MLFLOW: "/x" }, lines: { MLFLOW_GUARD_MLFLOW: "/y" } },
    ],
    ["an empty line", { lines: { MLFLOW_GUARD_MLFLOW: "" } }],
    ["another twin of an env file", { lines: { MLFLOW_GUARD_LOG_FORMAT: "json" } }],
  ])("takes %s", (_what, scene) => {
    expect(problemsOf(scene)).toBe("");
  });

  it("checks the value of a twin", () => {
    expect(problemsOf({ env: { MLFLOW_GUARD_LOG_FORMAT: "xml" } })).toBe(
      'MLFLOW_GUARD_LOG_FORMAT is "xml": use one of: text, json',
    );
  });

  it("checks no twin of an option that is given", () => {
    const scene = {
      words: ["--guard-log-format", "text"],
      env: { MLFLOW_GUARD_LOG_FORMAT: "xml" },
    };
    expect(problemsOf(scene)).toBe("");
  });

  it("keeps what was wrong with the command line, first", () => {
    const scene = { words: ["stray"], env: { MLFLOW_PORT: "x" } };
    expect(problemsOf(scene).split("\n")).toEqual([
      expect.stringContaining("unexpected"),
      expect.stringContaining("MLFLOW_PORT"),
    ]);
  });

  it("hands on what it was given", () => {
    const { intent } = intentOf({ words: ["--new=1"], env: { A: "1" }, envFile: "f.env" });
    expect(intent).toMatchObject({
      command: "server",
      unknown: [{ raw: "--new=1", inline: true }],
      envFile: "f.env",
    });
    expect(intent.environment.get("A")?.value).toBe("1");
  });
});

describe("values", () => {
  it.each([
    ["5001", "5001"],
    ["0005001", "5001"],
    ["+5001", "5001"],
    ["5_001", "5001"],
    [" 5001 ", "5001"],
    ["0", "0"],
  ])("port %j is %s", (text, port) => {
    const { intent, problems } = intentOf({ words: [`--port=${text}`] });
    expect(intent.options.get("port")?.value).toBe(port);
    expect(problems).toEqual([]);
  });

  it.each([
    "abc",
    "",
    "5001.0",
    "-1",
    "65536",
    "0x10",
    "\uff15\uff10",
    "5__0",
    "tcp://10.0.0.1:80",
  ])("port %j is refused", (text) => {
    const [problem] = intentOf({ words: [`--port=${text}`] }).problems;
    expect(problem?.what).toBe(
      `--port is ${JSON.stringify(text)}, not a whole number from 0 to 65535`,
    );
  });

  it.each([
    ["workers", "0", "1 to 4096"],
    ["workers", "4097", "1 to 4096"],
    ["secrets-cache-ttl", "9", "10 to 300"],
    ["secrets-cache-ttl", "301", "10 to 300"],
  ])("%s %s is beyond %s", (name, text, range) => {
    const { intent, problems } = intentOf({ words: [`--${name}=${text}`] });
    expect(problems).toEqual([
      {
        what: `--${name} is "${text}", not a whole number from ${range}`,
        fix: `give --${name} a plain number`,
      },
    ]);
    expect(intent.options.get(name)?.value).toBe(text);
  });

  it.each([
    ["workers", "1"],
    ["workers", "4096"],
    ["port", "65535"],
    ["secrets-cache-ttl", "300"],
  ])("%s may be %s", (name, text) => {
    const { intent, problems } = intentOf({ words: [`--${name}=${text}`] });
    expect(problems).toEqual([]);
    expect(intent.options.get(name)).toEqual({
      value: text,
      origin: { kind: "flag", name: `--${name}` },
    });
  });

  it("explains the port that Kubernetes injects", () => {
    const kubernetes =
      "a Kubernetes Service named mlflow injects MLFLOW_PORT; set enableServiceLinks: false in the pod, or --port 5000";
    expect(intentOf({ env: { MLFLOW_PORT: "tcp://10.0.0.1:80" } }).problems).toEqual([
      {
        what: 'MLFLOW_PORT is "tcp://10.0.0.1:80", not a whole number from 0 to 65535',
        fix: kubernetes,
      },
    ]);
    expect(problemsOf({ words: ["-p", "x-tcp://"] })).toContain("give --port a plain number");
    expect(problemsOf({ env: { MLFLOW_WORKERS: "tcp://10.0.0.1:80" } })).toContain(
      "give --workers a plain number",
    );
  });

  it.each([
    ["YES", true],
    [" off ", false],
  ])("MLFLOW_SERVE_ARTIFACTS=%j is %s", (text, value) => {
    const { intent, problems } = intentOf({ env: { MLFLOW_SERVE_ARTIFACTS: text } });
    expect(problems).toEqual([]);
    expect(intent.options.get("serve-artifacts")).toEqual({
      value,
      origin: { kind: "env", name: "MLFLOW_SERVE_ARTIFACTS" },
    });
  });

  it.each(["maybe", "2", "truee"])("MLFLOW_SERVE_ARTIFACTS=%j is refused", (text) => {
    const { intent, problems } = intentOf({ env: { MLFLOW_SERVE_ARTIFACTS: text } });
    expect(problems).toEqual([
      {
        what: `MLFLOW_SERVE_ARTIFACTS is "${text}", which MLflow does not take as yes or no`,
        fix: "write true or false",
      },
    ]);
    expect(intent.options.get("serve-artifacts")?.value).toBe(false);
  });

  it.each([
    ["static", false],
    ["/a/", false],
    ["/", false],
    ["/a//b", false],
    ["/a b", false],
    ["/{x}", false],
    ["/a?b", false],
    ["/a%2f", false],
    ["/a/%", false],
    ["x/a", false],
    ["", false],
    ["/a#b", false],
    ["/a\\b", false],
    ["/a\\", false],
    ["/a#", false],
    ["/ab}", false],
    ["/a\n", false],
    ["/..", false],
    ["/a/./b", false],
    ["/a/../b", false],
    ["/$(id>x)", false],
    ["/a;b", false],
    ["/a'b", false],
    ["/a", true],
    ["/...", true],
    ["/a..b/.c", true],
    ["/A-z_0.9~", true],
    ["/mlflow", true],
    ["/a/b-c", true],
  ])("static prefix %j is fine: %s", (prefix, fine) => {
    const what = `--static-prefix is ${JSON.stringify(prefix)}, which is no path such as /mlflow`;
    const fix =
      "begin it with / and do not end it with /; letters, digits, . _ ~ and - may be in it";
    expect(intentOf({ words: ["--static-prefix", prefix] }).problems).toEqual(
      fine ? [] : [{ what, fix }],
    );
  });
});

describe("frame options", () => {
  it("that hold a password or parameters are not for all to see", () => {
    for (const value of ["ALLOW-FROM https://ada:pw@x", "https://x?token=y"])
      expect(intentOf({ words: ["--x-frame-options", value] }).problems).toEqual([
        {
          what: "--x-frame-options holds an @, = or #, and browsers know no such value",
          fix: "take SAMEORIGIN or DENY",
        },
      ]);
  });
});

describe("lists of names", () => {
  it.each([
    ["--allowed-hosts", "ada@ml.example"],
    ["--allowed-hosts", "ml.example,token=x"],
    ["--cors-allowed-origins", "https://ml.example#x"],
  ])("%s %s would put into the process list what no browser sends", (option, value) => {
    expect(intentOf({ words: [option, value] }).problems).toEqual([
      {
        what: `${option} holds an @, = or #, and no name of a server has one`,
        fix: "name the server alone: without user, password and parameters",
      },
    ]);
  });
});
