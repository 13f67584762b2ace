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
      "MLFLOW_GUARD_MLFLOW stands in my.env:2, and an env file may not choose code: " +
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
    expect(problemsOf({ env: { MLFLOW_GUARD_LOG_FORMAT: "xml" } })).toContain("text, json");
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
    expect(problemsOf({ words: [`--port=${text}`] })).toContain("--port is");
  });

  it("explains the port that Kubernetes injects", () => {
    const found = problemsOf({ env: { MLFLOW_PORT: "tcp://10.0.0.1:80" } });
    expect(found).toContain("enableServiceLinks: false");
  });

  it.each([
    ["YES", true],
    [" off ", false],
  ])("MLFLOW_SERVE_ARTIFACTS=%j is %s", (text, value) => {
    const { intent } = intentOf({ env: { MLFLOW_SERVE_ARTIFACTS: text } });
    expect(intent.options.get("serve-artifacts")?.value).toBe(value);
  });

  it.each(["maybe", "2", "truee"])("MLFLOW_SERVE_ARTIFACTS=%j is refused", (text) => {
    expect(problemsOf({ env: { MLFLOW_SERVE_ARTIFACTS: text } })).toContain("yes or no");
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
    ["/mlflow", true],
    ["/a/b-c", true],
  ])("static prefix %j is fine: %s", (prefix, fine) => {
    expect(problemsOf({ words: ["--static-prefix", prefix] }) === "").toBe(fine);
  });
});

describe("what MLflow does not take together", () => {
  it.each([
    [["--dev", "--app-name", "basic-auth"], {}],
    [["--dev", "--uvicorn-opts", "--reload"], {}],
    [["--dev"], { MLFLOW_GUNICORN_OPTS: "-t 5" }],
    [["--uvicorn-opts", "", "--gunicorn-opts", ""], {}],
    [["--gunicorn-opts", "", "--allowed-hosts", "*"], {}],
    [["--gunicorn-opts", "", "--disable-security-middleware"], {}],
    [["--guard-tls-cert", "c.pem"], {}],
    [["--guard-tls-key", "k.pem"], {}],
    [["--dev", "--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"], {}],
  ])("%j is refused", (words, env) => {
    expect(problemsOf({ words, env })).not.toBe("");
  });

  it.each([
    [["--dev"], {}],
    [["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"], {}],
    [["--gunicorn-opts", "-t 5"], { MLFLOW_SERVER_ALLOWED_HOSTS: "a.example" }],
  ])("%j is taken", (words, env) => {
    expect(problemsOf({ words, env })).toBe("");
  });
});
