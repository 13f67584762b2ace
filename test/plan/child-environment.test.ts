import { describe, expect, it } from "vitest";
import type { PathEntry } from "../../src/facts/types.ts";
import { SERVERS_OWN } from "../../src/mlflow/options/ignored-variables.ts";
import { buildChildEnvironment } from "../../src/plan/child-environment.ts";
import { factsOf, intentOf, type Scene, STRONG } from "../support/world.ts";
import { planOf } from "./planned.ts";

const LISTENING = "decides whom the server believes or where it listens";
const UVICORN = "sets uvicorn's options, sockets included";
const OPENING = "would open what the login closes";

/** Why a variable goes, where that is not the code that it loads. */
const WHY: Readonly<Record<string, string>> = {
  UVICORN_FD: UVICORN,
  GUNICORN_PID: "sets gunicorn's options, sockets and code included",
  _MLFLOW_SERVER_FILE_STORE: "is MLflow's own business between its processes",
  FORWARDED_ALLOW_IPS: LISTENING,
  PORT: LISTENING,
  LISTEN_FDS: "hands over sockets",
  MLFLOW_BASIC_AUTH_FAIL_CLOSED: OPENING,
  MLFLOW_SERVER_ENABLE_GRAPHQL_AUTH: OPENING,
};

function childOf(scene: Scene, withLogin = false) {
  return buildChildEnvironment(intentOf(scene).intent, factsOf(scene), withLogin);
}

describe("a home for MLflow", () => {
  it.each<[string, Scene, string | undefined, string[]]>([
    ["stays", { env: { HOME: "/h" }, facts: { home: null } }, "/h", ["BROWSER"]],
    ["is left to the list of accounts", {}, undefined, ["BROWSER"]],
    [
      "is that of an unknown user in a container",
      { facts: { home: null } },
      "/",
      ["BROWSER", "HOME"],
    ],
  ])("the home %s", (_what, scene, home, names) => {
    const { environment, set } = childOf(scene);
    expect([environment.get("HOME"), [...set]]).toEqual([home, names]);
  });
});

describe("what does not reach MLflow", () => {
  it.each([...SERVERS_OWN.keys()])("%s, and the decision says so", (name) => {
    const { removed, notes } = childOf({ env: { [name]: "x" } });
    expect([removed, notes]).toEqual([[name], []]);
  });

  it.each([
    "UVICORN_FD",
    "GUNICORN_PID",
    "_MLFLOW_SERVER_FILE_STORE",
    "FORWARDED_ALLOW_IPS",
    "PORT",
    "PYTHONSTARTUP",
    "PYTHONHOME",
    "PYTHONUSERBASE",
    "LD_PRELOAD",
    "LD_AUDIT",
    "GCONV_PATH",
    "BASH_ENV",
    "PYTHON_PRESITE",
    "OPENSSL_CONF",
    "OPENSSL_MODULES",
    "LISTEN_FDS",
    "MLFLOW_BASIC_AUTH_FAIL_CLOSED",
    "MLFLOW_SERVER_ENABLE_GRAPHQL_AUTH",
  ])("%s, with a word about it", (name) => {
    const { environment, removed, notes } = childOf({ env: { [name]: "x", HOME: "/h" } });
    expect([...environment.keys()]).toEqual(["HOME", "BROWSER"]);
    expect(removed).toEqual([name]);
    expect(notes).toEqual([`${name} does not reach MLflow: it ${WHY[name] ?? "loads other code"}`]);
  });

  it.each([
    "PYTHONPYCACHEPREFIX",
    "PYTHONINSPECT",
    "PYTHONBREAKPOINT",
    "PYTHONPLATLIBDIR",
    "PYTHONEXECUTABLE",
    "PYTHONSAFEPATH",
    "PYTHONCASEOK",
    "_PYTHON_SYSCONFIGDATA_NAME",
    "_PYTHON_SYSCONFIGDATA_PATH",
    "__PYVENV_LAUNCHER__",
  ])("%s, which makes Python load other code", (name) => {
    expect(childOf({ env: { [name]: "x" } }).removed).toEqual([name]);
  });

  it("several, in the order of their names", () => {
    const env = { UVICORN_FD: "3", PORT: "1", MLFLOW_HOST: "::1", LD_AUDIT: "a.so" };
    const { removed, notes } = childOf({ env });
    expect(removed).toEqual(["LD_AUDIT", "MLFLOW_HOST", "PORT", "UVICORN_FD"]);
    expect(notes.map((note) => note.split(" ")[0])).toEqual(["LD_AUDIT", "PORT", "UVICORN_FD"]);
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
    for (const other of ["HTTPS_PROXY", `${name}_X`, `X_${name}`])
      expect(childOf({ env: { [other]: "" } }).removed).toEqual([]);
  });

  it("hands the secrets to a login", () => {
    const env = { MLFLOW_FLASK_SERVER_SECRET_KEY: "a", MLFLOW_AUTH_ADMIN_PASSWORD: "b" };
    expect(childOf({ env }, true).removed).toEqual([]);
  });

  it("what an env file may not set, with the names that it set", () => {
    const leftOut = [{ kind: "file", name: "LD_PRELOAD", file: "f", line: 1 }] as const;
    expect(childOf({ facts: { leftOut } })).toMatchObject({ removed: ["LD_PRELOAD"], notes: [] });
    // It was said elsewhere as well, by who may say it.
    const said = { words: ["--guard-pass-env", "LD_PRELOAD"], env: { LD_PRELOAD: "x.so" } };
    expect(childOf({ ...said, facts: { leftOut } }).removed).toEqual([]);
  });

  it("a browser: it is set to nothing, unless it is named", () => {
    expect(childOf({ env: { BROWSER: "sh -c x %s" } })).toMatchObject({ set: ["BROWSER"] });
    expect(childOf({ env: { BROWSER: "x" } }).environment.get("BROWSER")).toBe("");
    expect(childOf({}).environment.get("BROWSER")).toBe("");
    const named = { words: ["--guard-pass-env", "BROWSER"], env: { BROWSER: "x" } };
    expect(childOf(named).environment.get("BROWSER")).toBe("x");
    expect(childOf(named).set).toEqual([]);
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
    "MY_GUNICORN_THING",
    "MY_MLFLOW_GUARD_THING",
    "A_MLFLOW_X",
    "PORTAL",
    "AIRPORT",
    "MY_PORT",
    "PYTHONHOMEPAGE",
    "MYPYTHONHOME",
    "LD_PRELOADED",
    "OLD_LD_PRELOAD",
    "MLFLOW_BASIC_AUTH_FAIL_CLOSED_X",
    "X_MLFLOW_BASIC_AUTH_FAIL_CLOSED",
    "LISTEN_FDS_X",
    "X_LISTEN_FDS",
  ])("%s", (name) => {
    const { environment, removed } = childOf({ env: { [name]: "x" } });
    expect(environment.get(name)).toBe("x");
    expect(removed).toEqual([]);
  });

  it("a variable that was named", () => {
    const words = ["--guard-pass-env", "LD_PRELOAD", "--guard-pass-env", "PORT"];
    const child = childOf({ words, env: { LD_PRELOAD: "x.so", PORT: "1", LD_AUDIT: "y.so" } });
    expect([...child.environment.keys()]).toEqual(["LD_PRELOAD", "PORT", "BROWSER"]);
    expect(child.removed).toEqual(["LD_AUDIT"]);
  });

  it("the safe path, also when the operator switched it off", () => {
    const plan = planOf({ env: { PYTHONSAFEPATH: "" } });
    expect(plan.environment.get("PYTHONSAFEPATH")).toBe("1");
    expect(plan.removed).toEqual([]);
  });
});

describe("PYTHONPATH", () => {
  const GOOD: PathEntry = { entry: "/opt/lib", reason: null };
  const BAD: PathEntry = { entry: "src", reason: { code: "relative" } };
  const env = { PYTHONPATH: "src:/opt/lib:/opt/more" };

  it.each([
    [[BAD, GOOD, { ...GOOD, entry: "/opt/more" }], "/opt/lib:/opt/more"],
    [[GOOD], "/opt/lib"],
    [[BAD], undefined],
    [[], undefined],
  ])("%j leaves %s", (pythonPath, left) => {
    const { environment, removed } = childOf({ env, facts: { pythonPath } });
    expect(environment.get("PYTHONPATH")).toBe(left);
    expect(environment.has("PYTHONPATH")).toBe(left !== undefined);
    expect(removed).toEqual(left === undefined ? ["PYTHONPATH"] : []);
  });

  it("is not made up where there was none", () => {
    const { environment, removed } = childOf({ facts: { pythonPath: [GOOD, BAD] } });
    expect([environment.has("PYTHONPATH"), removed]).toEqual([false, []]);
  });

  it("that is not handed on stands among the other names in order", () => {
    const scene = { env: { ...env, UVICORN_FD: "3", LD_AUDIT: "x" }, facts: { pythonPath: [BAD] } };
    expect(childOf(scene).removed).toEqual(["LD_AUDIT", "PYTHONPATH", "UVICORN_FD"]);
  });

  it("passes whole when it was named", () => {
    const scene = { words: ["--guard-pass-env", "PYTHONPATH"], env, facts: { pythonPath: [BAD] } };
    expect(childOf(scene).environment.get("PYTHONPATH")).toBe(env.PYTHONPATH);
    expect(childOf(scene).removed).toEqual([]);
  });
});

describe("LD_LIBRARY_PATH", () => {
  const env = { LD_LIBRARY_PATH: "lib:/opt/lib:/gone" };
  const libraryPath: readonly PathEntry[] = [
    { entry: "lib", reason: { code: "relative" } },
    { entry: "/opt/lib", reason: null },
    { entry: "/gone", reason: { code: "missing" } },
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
    expect(child).toMatchObject({
      environment: new Map([["BROWSER", ""]]),
      removed: ["LD_LIBRARY_PATH"],
    });
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
