import { describe, expect, it } from "vitest";
import { layerEnvironment } from "../../src/intent/environment.ts";
import { buildChildEnvironment } from "../../src/plan/child-environment.ts";
import { factsOf, intentOf, type Scene, STRONG } from "../support/world.ts";
import { planOf } from "./planned.ts";

function childOf(scene: Scene, withLogin = false) {
  return buildChildEnvironment(intentOf(scene).intent, factsOf(scene), withLogin);
}

function childOfFile(name: string) {
  const layered = layerEnvironment({}, [{ name, value: "x", line: 1 }], "f", "named");
  const { intent } = intentOf({});
  return buildChildEnvironment({ ...intent, environment: layered }, factsOf({}), false);
}

describe("what does not reach MLflow", () => {
  it.each([
    "UVICORN_HOST",
    "UVICORN_FD",
    "GUNICORN_CMD_ARGS",
    "_MLFLOW_SERVER_FILE_STORE",
    "FORWARDED_ALLOW_IPS",
    "PORT",
    "PYTHONSTARTUP",
    "PYTHONHOME",
    "PYTHONUSERBASE",
    "LD_PRELOAD",
    "LD_AUDIT",
    "BASH_ENV",
    "PYTHON_PRESITE",
    "OPENSSL_CONF",
    "OPENSSL_MODULES",
    "LISTEN_FDS",
    "MLFLOW_BASIC_AUTH_FAIL_CLOSED",
  ])("%s, with a word about it", (name) => {
    const { environment, removed, notes } = childOf({ env: { [name]: "x", HOME: "/h" } });
    expect([...environment.keys()]).toEqual(["HOME"]);
    expect(removed).toEqual([name]);
    expect(notes).toEqual([expect.stringMatching(`^${name} does not reach MLflow: it `)]);
  });

  it.each([
    "MLFLOW_HOST",
    "MLFLOW_PORT",
    "MLFLOW_UVICORN_OPTS",
    "MLFLOW_SERVER_ALLOWED_HOSTS",
    "MLFLOW_GUARD_LOG_LEVEL",
    "MLFLOW_FLASK_SERVER_SECRET_KEY",
    "MLFLOW_AUTH_ADMIN_PASSWORD",
  ])("%s, without a word", (name) => {
    expect(childOf({ env: { [name]: "1" } })).toMatchObject({ removed: [name], notes: [] });
  });

  it("MLFLOW_ENABLE_REMOTE_ASSISTANT where it is empty, without a word", () => {
    const name = "MLFLOW_ENABLE_REMOTE_ASSISTANT";
    expect(childOf({ env: { [name]: "" } })).toMatchObject({ removed: [name], notes: [] });
    expect(childOf({ env: { [name]: "true" } }).removed).toEqual([]);
    expect(childOf({ env: { HTTPS_PROXY: "" } }).removed).toEqual([]);
  });

  it("hands the secrets to a login", () => {
    const env = { MLFLOW_FLASK_SERVER_SECRET_KEY: "a", MLFLOW_AUTH_ADMIN_PASSWORD: "b" };
    expect(childOf({ env }, true).removed).toEqual([]);
  });

  it.each([
    "PATH",
    "LD_LIBRARY_PATH",
    "PYTHONDONTWRITEBYTECODE",
    "HOME",
    "SHELL",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "BROWSER",
    "NODE_OPTIONS",
    "DYLD_INSERT_LIBRARIES",
    "OPENSSL_CONF",
    "OPENSSL_MODULES",
    "OPENSSL_ENGINES",
    "GIT_PYTHON_GIT_EXECUTABLE",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_EXEC_PATH",
    "GIT_ASKPASS",
    "GIT_PROXY_COMMAND",
    "GIT_EXTERNAL_DIFF",
    "GIT_EDITOR",
    "GIT_PAGER",
    "GIT_CONFIG_COUNT",
    "COVERAGE_PROCESS_START",
    "COVERAGE_PROCESS_CONFIG",
    "HOSTALIASES",
    "LOCALDOMAIN",
    "RES_OPTIONS",
  ])("%s of an env file, with a word about it", (name) => {
    const { removed, notes } = childOfFile(name);
    expect(removed).toEqual([name]);
    expect(notes).toEqual([
      `${name} does not reach MLflow: it comes from an env file, which may not choose code`,
    ]);
    const real = childOf({
      env: { [name]: "x" },
      facts: { libraryPath: [{ entry: "x", reason: null }] },
    });
    expect(real.removed).toEqual(name.startsWith("OPENSSL_") ? [name] : []);
  });

  it.each([
    "AWS_REGION",
    "HOMEPAGE",
    "MY_PATH",
    "GIT_AUTHOR_NAME",
    "OPENSSL_CONFIG_NOTE",
    "NODE_OPTIONS_X",
  ])("but %s of an env file does", (name) => {
    expect(childOfFile(name).removed).toEqual([]);
  });
});

describe("what reaches MLflow", () => {
  it.each([
    "PATH",
    "HOME",
    "PYTHONUNBUFFERED",
    "AWS_ACCESS_KEY_ID",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "HTTPS_PROXY",
    "LC_ALL",
    "PGPASSWORD",
    "MLFLOW_S3_ENDPOINT_URL",
    "MY_UVICORN_THING",
    "PORTAL",
  ])("%s", (name) => {
    const { environment, removed } = childOf({ env: { [name]: "x" } });
    expect(environment.get(name)).toBe("x");
    expect(removed).toEqual([]);
  });

  it("a variable that was named", () => {
    const words = ["--guard-pass-env", "LD_PRELOAD", "--guard-pass-env", "PORT"];
    const child = childOf({ words, env: { LD_PRELOAD: "x.so", PORT: "1", LD_AUDIT: "y.so" } });
    expect([...child.environment.keys()]).toEqual(["LD_PRELOAD", "PORT"]);
    expect(child.removed).toEqual(["LD_AUDIT"]);
  });

  it("the safe path, also when the operator switched it off", () => {
    const plan = planOf({ env: { PYTHONSAFEPATH: "" } });
    expect(plan.environment.get("PYTHONSAFEPATH")).toBe("1");
    expect(plan.removed).toEqual([]);
  });
});

describe("PYTHONPATH", () => {
  const GOOD = { entry: "/opt/lib", reason: null };
  const BAD = { entry: "src", reason: "is relative" };
  const env = { PYTHONPATH: "src:/opt/lib:/opt/more" };

  it.each([
    [[BAD, GOOD, { ...GOOD, entry: "/opt/more" }], "/opt/lib:/opt/more"],
    [[GOOD], "/opt/lib"],
    [[BAD], undefined],
    [[], undefined],
  ])("%j leaves %s", (pythonPath, left) => {
    expect(childOf({ env, facts: { pythonPath } }).environment.get("PYTHONPATH")).toBe(left);
  });

  it("passes whole when it was named", () => {
    const scene = { words: ["--guard-pass-env", "PYTHONPATH"], env, facts: { pythonPath: [BAD] } };
    expect(childOf(scene).environment.get("PYTHONPATH")).toBe(env.PYTHONPATH);
  });
});

describe("LD_LIBRARY_PATH", () => {
  const env = { LD_LIBRARY_PATH: "lib:/opt/lib:/gone" };
  const libraryPath = [
    { entry: "lib", reason: "is relative to the working directory" },
    { entry: "/opt/lib", reason: null },
    { entry: "/gone", reason: "does not exist, and others may make it later" },
  ];

  it("keeps the folders of one's own, with a word about the others that are there", () => {
    const child = childOf({ env, facts: { libraryPath } });
    expect(child.environment.get("LD_LIBRARY_PATH")).toBe("/opt/lib");
    expect(child.removed).toEqual([]);
    expect(child.notes).toEqual([
      'LD_LIBRARY_PATH entry "lib" does not reach MLflow: it is relative to the working directory',
    ]);
  });

  it("goes where no folder is left", () => {
    const child = childOf({ env, facts: { libraryPath: libraryPath.slice(0, 1) } });
    expect(child).toMatchObject({ environment: new Map(), removed: ["LD_LIBRARY_PATH"] });
  });

  it("passes whole, and without a word, when it was named", () => {
    const words = ["--guard-pass-env", "LD_LIBRARY_PATH"];
    const child = childOf({ words, env, facts: { libraryPath } });
    expect(child.environment.get("LD_LIBRARY_PATH")).toBe(env.LD_LIBRARY_PATH);
    expect(child.notes).toEqual([]);
  });
});

describe("no secret of a login", () => {
  it("is on argv, and every one is in the environment", () => {
    const env = {
      MLFLOW_FLASK_SERVER_SECRET_KEY: "hunter2",
      MLFLOW_AUTH_ADMIN_PASSWORD: "hunter3",
    };
    const plan = planOf({ words: ["--host", "0.0.0.0"], env, facts: STRONG });
    expect(JSON.stringify(plan)).not.toContain("hunter");
    expect(plan.environment.get("MLFLOW_AUTH_ADMIN_PASSWORD")).toBe("hunter3");
  });
});
