import { describe, expect, it } from "vitest";
import { SERVERS_OWN } from "../../../src/mlflow/options/ignored-variables.ts";
import { findingsOf, type Scene } from "../../support/world.ts";

const RULE = "setting-without-effect";

const said = (scene: Scene) =>
  findingsOf(RULE, scene).map(({ what, fix }) => [what, fix[0]?.text ?? ""]);

describe("an option that another one makes meaningless", () => {
  it.each([
    ["--dev --workers 4", "--workers", "beside --dev, which runs one worker", "--dev"],
    [
      "--no-serve-artifacts --artifacts-destination s3://b/x",
      "--artifacts-destination",
      "beside --no-serve-artifacts: nothing is kept there",
      "--no-serve-artifacts",
    ],
    [
      "--artifacts-only --registry-store-uri sqlite:///r.db",
      "--registry-store-uri",
      "beside --artifacts-only: the server has no runs and no models",
      "--artifacts-only",
    ],
    [
      "--artifacts-only --default-artifact-root s3://b/x",
      "--default-artifact-root",
      "beside --artifacts-only: the server has no runs and no models",
      "--artifacts-only",
    ],
    [
      "--artifacts-only --read-replica-backend-store-uri sqlite:///r.db",
      "--read-replica-backend-store-uri",
      "beside --artifacts-only: the server has no runs and no models",
      "--artifacts-only",
    ],
    [
      "--disable-security-middleware --allowed-hosts localhost",
      "--allowed-hosts",
      "beside --disable-security-middleware",
      "--disable-security-middleware",
    ],
    [
      "--workspace-store-uri sqlite:///w.db",
      "--workspace-store-uri",
      "without --enable-workspaces",
      "",
    ],
    [
      "--disable-security-middleware --x-frame-options DENY",
      "--x-frame-options",
      "beside --disable-security-middleware",
      "--disable-security-middleware",
    ],
    [
      "--disable-security-middleware --cors-allowed-origins http://localhost:3000",
      "--cors-allowed-origins",
      "beside --disable-security-middleware",
      "--disable-security-middleware",
    ],
  ])("%s", (line, option, why, kept) => {
    expect(said({ words: line.split(" ") })).toEqual([
      [`${option} (command line) has no effect ${why}`, `mlflow-guard server ${kept}`.trim()],
    ]);
  });

  it.each([
    "--dev --workers 1",
    "--workers 4",
    "--artifacts-destination s3://b/x",
    "--artifacts-only --artifacts-destination s3://b/x",
    "--enable-workspaces --workspace-store-uri sqlite:///w.db",
    "--default-artifact-root s3://b/x",
    "--x-frame-options DENY",
  ])("is not among %s", (line) => {
    expect(said({ words: line.split(" ") })).toEqual([]);
  });

  it("says what serves nothing", () => {
    expect(said({ words: ["--artifacts-only", "--no-serve-artifacts"] })).toEqual([
      [
        "--artifacts-only (command line) leaves nothing to serve beside --no-serve-artifacts: every request for an artifact gets 503",
        "mlflow-guard server --no-serve-artifacts",
      ],
    ]);
  });

  it("knows the variable for workspaces", () => {
    const words = ["--workspace-store-uri", "sqlite:///w.db"];
    expect(said({ words, env: { MLFLOW_ENABLE_WORKSPACES: "TRUE" } })).toEqual([]);
    for (const value of ["false", "not true", "10"])
      expect(said({ words, env: { MLFLOW_ENABLE_WORKSPACES: value } })).toHaveLength(1);
  });
});

describe("--x-frame-options", () => {
  it.each([
    "ALLOW-FROM https://hub",
    "ALLOWALL",
    "*",
    "self",
    "deny; x",
  ])("is said to be unknown to browsers: %s", (value) => {
    const [[what, fix] = []] = said({ words: ["--x-frame-options", value] });
    expect(what).toMatch(/^--x-frame-options \(command line\) is ".*", which browsers do not know/);
    expect(fix).toBe("mlflow-guard server --x-frame-options SAMEORIGIN");
    const [finding] = findingsOf(RULE, { words: ["--x-frame-options", value] });
    const text = "or DENY; if any site shall show it: NONE";
    expect(finding?.fix.at(-1)).toEqual({ kind: "note", text });
  });

  it("is read from its variable, too", () => {
    const [[what] = []] = said({ env: { MLFLOW_SERVER_X_FRAME_OPTIONS: "ALLOWALL" } });
    expect(what).toMatch(/^MLFLOW_SERVER_X_FRAME_OPTIONS \(environment\) is "ALLOWALL", which/);
  });

  it.each(["DENY", "sameorigin", "None", "SAMEORIGIN,DENY", ""])("is fine: %j", (value) => {
    expect(said({ words: [`--x-frame-options=${value}`] })).toEqual([]);
  });
});

describe("a launcher's option without effect", () => {
  it.each([
    [
      "--guard-profile laptop --workers 4",
      "--workers (command line) counts beside --guard-profile: 4 workers are started, and the profile only switches the job runner off",
      "--guard-profile laptop",
    ],
    [
      "--guard-login-app oidc-auth",
      "--guard-login-app (command line) names an app that is not chosen: it only vouches for the one of --app-name",
      "",
    ],
    [
      "--guard-pass-env NOPE",
      '--guard-pass-env (command line) "NOPE" hands nothing on: no such variable is set',
      "",
    ],
    [
      "--guard-pass-env A=B --guard-pass-env HOME",
      '--guard-pass-env (command line) "A=..." hands nothing on: a variable has no such name',
      "--guard-pass-env HOME",
    ],
  ])("%s", (line, what, kept) => {
    expect(said({ words: line.split(" "), env: { HOME: "/h" } })).toEqual([
      [what, `mlflow-guard server ${kept}`.trim()],
    ]);
  });

  it.each([
    "--guard-profile laptop --workers 1",
    "--guard-profile laptop",
    "--guard-pass-env HOME",
  ])("is not among %s", (line) => {
    expect(said({ words: line.split(" "), env: { HOME: "/h" } })).toEqual([]);
  });
});

describe("a variable of the servers beneath MLflow", () => {
  it.each([...SERVERS_OWN])("%s is no setting of MLflow", (name, instead) => {
    expect(said({ env: { [name]: "0.0.0.0" } })).toEqual([
      [
        `${name} (environment) does not reach MLflow; ${instead}`,
        `env ${name}= mlflow-guard server`,
      ],
    ]);
    expect(said({ env: { [name]: "" } })).toEqual([]);
    expect(said({ env: { [name]: "x" }, words: ["--guard-pass-env", name] })).toEqual([]);
  });
});
