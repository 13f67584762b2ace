import { describe, expect, it } from "vitest";
import { GUNICORN_ACCESS_FORMAT } from "../../src/mlflow/access-line.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { MLFLOW, OIDC, OWN_NETWORK, type Scene, STRONG } from "../support/world.ts";
import { planOf, valueIn } from "./planned.ts";

const OPEN = ["--host", "0.0.0.0"];
const LOCAL_HOSTS =
  "localhost,localhost:[0-9]*[0-9],127.0.0.1,127.0.0.1:[0-9]*[0-9],[::1],[[]::1]:[0-9]*[0-9]";
const UVICORN = "--uvicorn-opts=--app-dir=/dev/null --timeout-graceful-shutdown=27";

function version(text: string) {
  return { facts: { mlflow: { ...MLFLOW, version: text } } };
}

describe("a network that was claimed", () => {
  it.each([
    [[...OPEN, "--guard-published", "loopback"], true],
    [[...OPEN, "--guard-behind-proxy", "https://ml.example"], true],
    [["--guard-behind-proxy", "https://ml.example"], false],
    [[], false],
  ])("is watched with %j: %j", (words, watched) => {
    expect(planOf({ words, facts: OWN_NETWORK }).claimedNetwork).toBe(watched);
  });

  it("is not one that has a login and no claim", () => {
    expect(planOf({ words: OPEN, facts: { ...STRONG, ...OWN_NETWORK } }).claimedNetwork).toBe(
      false,
    );
  });
});

describe("the command of a plan", () => {
  it("is exact for a bare start", () => {
    const plan = planOf({});
    expect(plan.executable).toBe("/opt/mlflow/bin/mlflow");
    expect(plan.argv).toEqual([
      "server",
      "--host",
      "127.0.0.1",
      "--port",
      "5000",
      "--allowed-hosts",
      LOCAL_HOSTS,
      UVICORN,
    ]);
  });

  it("is exact for an exposed start with a login and settings", () => {
    const words = [
      ...OPEN,
      "-w4",
      "--uvicorn-opts",
      "--log-level debug",
      "--no-serve-artifacts",
      "--default-artifact-root=-x",
      "--static-prefix",
      "/ml",
    ];
    const { argv, environment } = planOf({ words, facts: STRONG }, { port: 6000 });
    expect(argv.slice(0, 10)).toEqual([
      "server",
      "--host",
      "0.0.0.0",
      "--port",
      "6000",
      "--workers",
      "4",
      "--app-name",
      "basic-auth",
      "--allowed-hosts",
    ]);
    expect(argv.slice(11)).toEqual([
      "--cors-allowed-origins",
      expect.stringContaining("http://192.168.1.20"),
      `${UVICORN} --log-level=debug`,
      "--no-serve-artifacts",
      "--static-prefix",
      "/ml",
    ]);
    expect(environment.get("MLFLOW_DEFAULT_ARTIFACT_ROOT")).toBe("-x");
  });

  it("keeps a bound for gunicorn that was given, and gives it an access log for an audit", () => {
    const options = ["--gunicorn-opts", "--graceful-timeout 9", "--guard-audit-log", "a.log"];
    expect(planOf({ words: options }).argv.at(-1)).toBe(
      `--gunicorn-opts=--access-logfile=- '--access-logformat=${GUNICORN_ACCESS_FORMAT}' --graceful-timeout=9`,
    );
  });

  it("is exact for gunicorn, which is given its lists by variable", () => {
    const plan = planOf({ words: ["--host", "::1", "--gunicorn-opts", "-t 60"] });
    expect(plan.argv).toEqual([
      "server",
      "--host",
      "[::1]",
      "--port",
      "5000",
      "--gunicorn-opts=--graceful-timeout=27 --timeout=60",
    ]);
    expect(plan.environment.get("MLFLOW_SERVER_ALLOWED_HOSTS")).toBe(LOCAL_HOSTS);
    expect(plan.set).toEqual([
      "BROWSER",
      "GUNICORN_CMD_ARGS",
      "MLFLOW_SERVER_ALLOWED_HOSTS",
      "PYTHONSAFEPATH",
    ]);
    expect(plan.privateFiles.map(({ name }) => name)).toEqual(["gunicorn.conf.py"]);
  });

  it("gives gunicorn its origins by variable too", () => {
    const env = { MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: "https://app.example" };
    const plan = planOf({ words: ["--gunicorn-opts", ""], env });
    const name = "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS";
    expect(plan.environment.get(name)).toBe("https://app.example");
    expect(plan.set).toEqual([
      "BROWSER",
      "GUNICORN_CMD_ARGS",
      "MLFLOW_SERVER_ALLOWED_HOSTS",
      name,
      "PYTHONSAFEPATH",
    ]);
    expect(plan.removed).toEqual([]);
    expect(plan.argv).not.toContain("--cors-allowed-origins");
  });

  it("gives gunicorn its configuration by variable, behind the operator's own words", () => {
    const name = "GUNICORN_CMD_ARGS";
    const file = "--config=/run/guard/gunicorn.conf.py";
    const start = { words: ["--gunicorn-opts", ""], env: { [name]: "--threads 2" } };
    const kept = ["--guard-pass-env", name];
    expect(planOf({ words: start.words }).environment.get(name)).toBe(file);
    expect(planOf({ words: start.words }).removed).toEqual([]);
    const removed = planOf(start);
    expect([removed.environment.get(name), removed.removed]).toEqual([file, [name]]);
    const passed = planOf({ ...start, words: [...start.words, ...kept] });
    expect([passed.environment.get(name), passed.removed]).toEqual([`--threads 2 ${file}`, []]);
  });

  it.each([
    [[], 4],
    [["-w3"], 3],
    [["--guard-profile", "laptop"], 1],
  ])("with %j runs %d workers", (words, workers) => {
    expect(planOf({ words }).workers).toBe(workers);
  });

  it.each<[string, Scene, boolean]>([
    ["loopback", {}, false],
    ["a wildcard", { words: OPEN, facts: STRONG }, true],
    ["a name that somebody forwards", { words: ["--allowed-hosts", "ml.example"] }, true],
    [
      "a wildcard whose port is published on loopback",
      { words: [...OPEN, "--guard-published", "loopback"], facts: OWN_NETWORK },
      true,
    ],
  ])("knows whether it binds or serves more than this machine: %s", (_what, scene, exposed) => {
    expect(planOf(scene).exposed).toBe(exposed);
  });

  it.each([
    [["--disable-security-middleware"], {}, true, []],
    [
      ["--gunicorn-opts", ""],
      { MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: "1" },
      false,
      [["MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE", "true"]],
    ],
  ])("%j %j: no checks, in the way that the server takes", (words, env, flag, variables) => {
    const { argv, environment } = planOf({ words, env });
    expect(argv.slice(5, -1)).toEqual(flag ? ["--disable-security-middleware"] : []);
    expect([...environment].filter(([name]) => name.startsWith("MLFLOW_SERVER"))).toEqual(
      variables,
    );
  });

  it.each([
    [["-p", "6000"], "--port"],
    [["--app-name", "mine"], "--app-name"],
    [["-w", "2"], "--workers"],
    [["--host", "127.0.0.1"], "--host"],
    [["--allowed-hosts", "ml.example"], "--allowed-hosts"],
    [["--cors-allowed-origins", "*"], "--cors-allowed-origins"],
    [["--disable-security-middleware"], "--disable-security-middleware"],
    [["--uvicorn-opts", "--no-access-log"], "--uvicorn-opts"],
    [["--gunicorn-opts", "-t 5"], "--gunicorn-opts"],
  ])("says what was asked by %j once", (words, option) => {
    const { argv } = planOf({ words });
    expect(argv.filter((word) => word.split("=")[0] === option)).toEqual([
      expect.stringContaining(option),
    ]);
  });

  it("has no word of waitress, and none of a server in development mode", () => {
    const bare = [
      "server",
      "--host",
      "127.0.0.1",
      "--port",
      "5000",
      "--allowed-hosts",
      LOCAL_HOSTS,
    ];
    expect(planOf({ words: ["--dev"] }).argv).toEqual([...bare, "--dev"]);
    expect(planOf({ words: ["--waitress-opts", "x"] }).argv).toEqual([...bare, UVICORN]);
  });

  it("gives an MLflow without host checks no word about them", () => {
    const words = ["--disable-security-middleware", "--cors-allowed-origins", "*"];
    const plan = planOf({ words, ...version("3.4.0") });
    expect(plan.argv).toEqual(["server", "--host", "127.0.0.1", "--port", "5000", UVICORN]);
    expect(plan.set).toEqual(["BROWSER", "PYTHONSAFEPATH"]);
  });

  it.each([
    ["2.22.0", "--gunicorn-opts=", false],
    ["3.2.0", "--gunicorn-opts=", false],
    ["3.3.0", "--uvicorn-opts=", false],
    ["3.4.0", "--uvicorn-opts=", false],
    ["3.5.0", "--uvicorn-opts=", true],
  ])("knows MLflow %s", (text, server, lists) => {
    const { argv, privateFiles } = planOf(version(text));
    const gunicorn = server === "--gunicorn-opts=";
    expect(privateFiles.map(({ name }) => name)).toEqual(gunicorn ? ["gunicorn.conf.py"] : []);
    expect(argv.some((word) => word.startsWith(server))).toBe(true);
    expect(argv.includes("--allowed-hosts")).toBe(lists);
  });

  it.each([
    [["--dev"], "--uvicorn-opts", undefined],
    [["--dev"], "--app-name", undefined],
    [["--app-name", "mine"], "--app-name", "mine"],
    [["--app-name=-x"], "--app-name", "-x"],
    [["--expose-prometheus", "-"], "--expose-prometheus", "-"],
    [["--disable-security-middleware"], "--allowed-hosts", undefined],
    [["--guard-profile", "laptop"], "--workers", "1"],
    [["--guard-profile", "laptop", "-w", "3"], "--workers", "3"],
    [[], "--workers", undefined],
  ])("%j: %s is %s", (words, option, value) => {
    expect(valueIn(planOf({ words }), option)).toBe(value);
  });
});

describe("the containers of jobs", () => {
  const jobs = { MLFLOW_JOB_DEFAULT_EXECUTOR_BACKEND: "docker" };
  const daemon = { MLFLOW_JOBS_DOCKER_HOST: "tcp://10.0.0.7:2375" };

  it.each([
    [{}, null],
    [jobs, "docker ps --filter label=mlflow.job_id"],
    [
      { ...jobs, ...daemon },
      `test -n "$MLFLOW_JOBS_DOCKER_HOST" || ! echo 'first put the address of the daemon into MLFLOW_JOBS_DOCKER_HOST' >&2 && docker --host "$MLFLOW_JOBS_DOCKER_HOST" ps --filter label=mlflow.job_id`,
    ],
  ])("with %j are listed by %j", (env, command) => {
    expect(planOf({ env, ...version("3.18.0") }).jobContainers).toBe(command);
  });

  it("are none in an MLflow without that backend", () => {
    expect(planOf({ env: jobs, ...version("3.17.2") }).jobContainers).toBe(null);
    expect(planOf({ env: { ...jobs, MLFLOW_HSOT: "x" } }).jobContainers).toBe(null);
  });
});

describe("what a plan sets", () => {
  it("is little for a bare start", () => {
    expect(planOf({}).set).toEqual(["BROWSER", "PYTHONSAFEPATH"]);
  });

  it("is a private config with a login", () => {
    const plan = planOf({ words: OPEN, facts: STRONG });
    expect(plan.environment.get("MLFLOW_AUTH_CONFIG_PATH")).toBe("/run/guard/basic_auth.ini");
    expect(plan.set).toEqual(["BROWSER", "MLFLOW_AUTH_CONFIG_PATH", "PYTHONSAFEPATH"]);
    expect(plan.privateFiles.map(({ name }) => name)).toEqual(["basic_auth.ini"]);
  });

  it("is no secret of a login where there is none", () => {
    const names = ["MLFLOW_AUTH_ADMIN_PASSWORD", "MLFLOW_FLASK_SERVER_SECRET_KEY"];
    const env = Object.fromEntries(names.map((name) => [name, "x"]));
    expect(planOf({ env }).removed).toEqual(names);
    expect(planOf({ env, words: ["--app-name", "mine"] }).removed).toEqual([]);
  });

  it("is no config of basic-auth with another login", () => {
    const plan = planOf({ words: ["--app-name", "mine"], facts: STRONG });
    expect(plan.set).toEqual(["BROWSER", "PYTHONSAFEPATH"]);
    expect(plan.privateFiles).toEqual([]);
  });

  it("keeps a login plugin from a .env of the working directory, and from what it does not use", () => {
    const unused = { MLFLOW_AUTH_ADMIN_PASSWORD: "hunter2", PYTHON_DOTENV_DISABLED: "0" };
    const { environment, removed, argv } = planOf({ ...OIDC, env: { ...OIDC.env, ...unused } });
    expect(environment.get("PYTHON_DOTENV_DISABLED")).toBe("1");
    expect(environment.get("OIDC_CLIENT_SECRET")).toBe(OIDC.env?.OIDC_CLIENT_SECRET);
    expect(environment.get("MLFLOW_AUTH_CONFIG_PATH")).toBeUndefined();
    expect(environment.get("SESSION_COOKIE_SECURE")).toBeUndefined();
    expect(removed).toEqual(["MLFLOW_AUTH_ADMIN_PASSWORD"]);
    expect(argv.join(" ")).toContain("--app-name oidc-auth");
    expect(planOf({}).environment.get("PYTHON_DOTENV_DISABLED")).toBeUndefined();
  });

  it("keeps a plugin's session cookie to TLS where there is TLS, unless the operator says otherwise", () => {
    const tls = ["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"];
    const cookie = (env: Record<string, string>) =>
      planOf({ ...OIDC, words: [...(OIDC.words ?? []), ...tls], env }).environment.get(
        "SESSION_COOKIE_SECURE",
      );
    expect([cookie({}), cookie({ SESSION_COOKIE_SECURE: "false" })]).toEqual(["true", "false"]);
  });

  it("is no job runner on a laptop", () => {
    const plan = planOf({ words: ["--guard-profile", "laptop"] });
    expect(plan.environment.get("MLFLOW_SERVER_ENABLE_JOB_EXECUTION")).toBe("false");
    expect(plan.set).toEqual(["BROWSER", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "PYTHONSAFEPATH"]);
  });

  it("comes over the operator's own, which is named with what was removed", () => {
    const env = { MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "true", UVICORN_FD: "3", HOME: "/h" };
    const plan = planOf({ words: ["--guard-profile", "laptop"], env });
    expect(Object.fromEntries(plan.environment)).toEqual({
      HOME: "/h",
      BROWSER: "",
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
      PYTHONSAFEPATH: "1",
    });
    expect(plan.removed).toEqual(["UVICORN_FD"]);
    expect(plan.notes).toEqual([
      "UVICORN_FD does not reach MLflow: it sets uvicorn's options, sockets included",
    ]);
  });

  it.each([
    ["the command line", ["--backend-store-uri", "postgresql://a:hunter2@db/x"], {}],
    ["a variable", [], { MLFLOW_BACKEND_STORE_URI: "postgresql://a:hunter2@db/x" }],
  ])("is the password of a database, never on argv, from %s", (_where, words, env) => {
    const plan = planOf({ words, env });
    expect(plan.argv.join(" ")).not.toContain("hunter2");
    expect(plan.environment.get("MLFLOW_BACKEND_STORE_URI")).toContain("hunter2");
    expect(plan.removed).toEqual([]);
  });

  it.each([
    ["--default-artifact-root", "MLFLOW_DEFAULT_ARTIFACT_ROOT"],
    ["--artifacts-destination", "MLFLOW_ARTIFACTS_DESTINATION"],
  ])("is the password in %s, and never on argv", (option, variable) => {
    for (const uri of ["sftp://ada:hunter2@store/x", "s3://bucket/x", "./x", "-x"]) {
      const plan = planOf({ words: [`${option}=${uri}`] });
      expect(plan.argv.join(" ")).not.toContain(option);
      expect(plan.argv.join(" ")).not.toContain(uri);
      expect(plan.environment.get(variable)).toBe(uri);
    }
  });

  it("is every database, whatever its URI holds", () => {
    const plan = planOf({ env: { MLFLOW_BACKEND_STORE_URI: "sqlite:///x.db" } });
    expect(plan.argv.join(" ")).not.toContain("sqlite");
    expect(plan.environment.get("MLFLOW_BACKEND_STORE_URI")).toBe("sqlite:///x.db");
    expect(plan.set).toContain("MLFLOW_BACKEND_STORE_URI");
  });

  it("names what MLflow reads from private files and must not be shown", () => {
    const uri = new Secret("postgresql://ada:hunter2@db/accounts");
    const replica = new Secret("postgresql://ada:hunter3@db/accounts");
    const authStore = {
      uri,
      kind: "remote",
      file: null,
      exists: true,
      replicas: [{ uri: replica, file: null }],
    } as const;
    const facts = { ...STRONG, authStore };
    expect(planOf({ facts }).hidden).toEqual([STRONG.adminPassword.secret, uri, replica]);
    expect(planOf({}).hidden.map((one) => one.reveal())).toEqual(["sqlite:///basic_auth.db"]);
  });
});
