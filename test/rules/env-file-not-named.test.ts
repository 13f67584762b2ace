import { describe, expect, it } from "vitest";
import { decisionOf, findingsOf, type Scene } from "../support/world.ts";

const RULE = "env-file-not-named";

function found(lines: Scene["lines"], words: readonly string[] = []): Scene {
  return { found: true, envFile: ".env", lines: lines ?? {}, words };
}

const WIDENING: readonly (readonly [string, string, string])[] = [
  ["MLFLOW_HOST", "0.0.0.0", "--host 127.0.0.1"],
  ["MLFLOW_HOST", "192.168.1.20", "--host 127.0.0.1"],
  ["MLFLOW_HOST", "nobody-knows.example", "--host 127.0.0.1"],
  ["MLFLOW_HOST", "0", "--host 127.0.0.1"],
  ["MLFLOW_SERVER_ALLOWED_HOSTS", "localhost,ml.example", ""],
  ["MLFLOW_SERVER_ALLOWED_HOSTS", "*", ""],
  ["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "http://localhost:3000,https://ml.example", ""],
  ["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "*", ""],
  ["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "http://localhost.ml.example", ""],
  ["MLFLOW_STATIC_PREFIX", "/ml", ""],
  ["MLFLOW_UVICORN_OPTS", "--no-access-log", ""],
  ["MLFLOW_GUNICORN_OPTS", "-t 5", ""],
  ["MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", "true", ""],
  ["MLFLOW_SERVER_X_FRAME_OPTIONS", "NONE", ""],
  ["MLFLOW_SERVER_X_FRAME_OPTIONS", "DENY2", ""],
  ["MLFLOW_SERVER_X_FRAME_OPTIONS", "xsameorigin", ""],
  ["MLFLOW_ENABLE_REMOTE_ASSISTANT", "True", ""],
];

/** What the named file would be refused for next is part of the command. */
const NAMED = new Map([
  ["0.0.0.0", "mlflow-guard init && mlflow-guard server --guard-env-file .env"],
  ["192.168.1.20", "mlflow-guard init && mlflow-guard server --guard-env-file .env"],
  ["localhost,ml.example", "mlflow-guard init && mlflow-guard server --guard-env-file .env"],
  ...["nobody-knows.example", "0"].map((host): [string, string] => [
    host,
    "mlflow-guard server --guard-env-file .env --host 127.0.0.1",
  ]),
]);

function namedFix(name: string, value: string): string {
  if (name === "MLFLOW_SERVER_ALLOWED_HOSTS" && value === "*")
    return `mlflow-guard init && env ${name}= mlflow-guard server --guard-env-file .env`;
  return NAMED.get(value) ?? "mlflow-guard server --guard-env-file .env";
}

describe(RULE, () => {
  it.each(WIDENING)("refuses %s=%s of a file that was found", (name, value, stay) => {
    const [finding, ...more] = findingsOf(RULE, found({ [name]: value }));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      what: `${name} (.env:1) would widen who reaches the server, and nobody named that file`,
      origin: { kind: "file", name, file: ".env", line: 1 },
      waivable: false,
    });
    const blanked =
      stay === "" ? `env ${name}= mlflow-guard server` : `mlflow-guard server ${stay}`;
    expect(finding?.fix.slice(0, 2)).toEqual([
      { kind: "shell", text: blanked },
      { kind: "shell", text: namedFix(name, value) },
    ]);
  });

  it("says how to say it oneself, where there is an option", () => {
    const note = (lines: Scene["lines"]) => findingsOf(RULE, found(lines))[0]?.fix.slice(2);
    const text = (flag: string) =>
      `if you want it, say it yourself: ${flag}; or name the file, if you trust it`;
    expect(note({ MLFLOW_HOST: "::" })).toEqual([{ kind: "note", text: text("--host VALUE") }]);
    expect(note({ MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: "1" })).toEqual([
      { kind: "note", text: text("--disable-security-middleware") },
    ]);
    expect(note({ MLFLOW_ENABLE_REMOTE_ASSISTANT: "1" })).toEqual([]);
  });

  it("says all of a file at once, and goes back from all", () => {
    const lines = { MLFLOW_STATIC_PREFIX: "/ml", MLFLOW_PORT: "1", MLFLOW_HOST: "::" };
    const findings = findingsOf(RULE, found(lines));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.what).toMatch(
      /^MLFLOW_HOST \(\.env:3\), MLFLOW_STATIC_PREFIX \(\.env:1\) would/,
    );
    expect(findings[0]?.origin.name).toBe("MLFLOW_HOST");
    expect(findings[0]?.fix.map(({ text }) => text)).toEqual([
      "env MLFLOW_STATIC_PREFIX= mlflow-guard server --host 127.0.0.1",
      "mlflow-guard init && mlflow-guard server --guard-env-file .env",
      expect.stringContaining("--host VALUE --static-prefix VALUE;"),
    ]);
  });

  it("refuses a public file that brings its own login", () => {
    const lines = { MLFLOW_HOST: "0.0.0.0", MLFLOW_FLASK_SERVER_SECRET_KEY: "x" };
    expect(decisionOf(found(lines)).verdict).toBe("refuse");
  });

  it.each([
    ["a loopback address", { MLFLOW_HOST: "127.0.0.1" }],
    ["another loopback address", { MLFLOW_HOST: "::1" }],
    ["local names", { MLFLOW_SERVER_ALLOWED_HOSTS: "localhost, [::1]:5000" }],
    ["local origins", { MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: "http://localhost:3000" }],
    ["checks that stay on", { MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: "false" }],
    ["a stricter frame", { MLFLOW_SERVER_X_FRAME_OPTIONS: "deny" }],
    ["an Assistant that stays here", { MLFLOW_ENABLE_REMOTE_ASSISTANT: "false" }],
    ["what MLflow takes for no 1", { MLFLOW_ENABLE_REMOTE_ASSISTANT: "10" }],
    ["what MLflow takes for no true", { MLFLOW_ENABLE_REMOTE_ASSISTANT: "untrue" }],
    ["what reaches nobody", { MLFLOW_PORT: "6000", MLFLOW_BACKEND_STORE_URI: "sqlite:///x.db" }],
  ])("takes %s from a file that was found", (_what, lines) => {
    expect(findingsOf(RULE, found(lines))).toEqual([]);
  });

  it.each(WIDENING)("says nothing of %s=%s where somebody says it", (name, value) => {
    expect(findingsOf(RULE, { env: { [name]: value } })).toEqual([]);
    const lines = { [name]: value };
    expect(findingsOf(RULE, found(lines, ["--guard-env-file", ".env"]))).toEqual([]);
    expect(findingsOf(RULE, { ...found(lines), env: { [name]: value } })).toEqual([]);
  });

  it("says nothing where the command line says otherwise", () => {
    const lines = { MLFLOW_HOST: "0.0.0.0" };
    expect(findingsOf(RULE, found(lines, ["--host", "192.168.1.20"]))).toEqual([]);
  });
});
