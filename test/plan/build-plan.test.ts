import { split } from "shlex";
import { describe, expect, it } from "vitest";
import { intentOf, MLFLOW, STRONG } from "../support/world.ts";
import { planOf, valueIn } from "./planned.ts";

const OPEN = ["--host", "0.0.0.0"];
const LOCAL_HOSTS =
  "localhost,localhost:[0-9]*[0-9],127.0.0.1,127.0.0.1:[0-9]*[0-9],[::1],[[]::1]:[0-9]*[0-9]";
const UVICORN = "--uvicorn-opts=--app-dir=/run/guard/empty --timeout-graceful-shutdown=27";

function version(text: string) {
  return { facts: { mlflow: { ...MLFLOW, version: text } } };
}

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
    const { argv } = planOf({ words, facts: STRONG }, { port: 6000 });
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
      "--default-artifact-root=-x",
      "--no-serve-artifacts",
      "--static-prefix",
      "/ml",
    ]);
  });

  it("is exact for gunicorn, which is given its lists by variable", () => {
    const plan = planOf({ words: ["--host", "::1", "--gunicorn-opts", "-t 60"] });
    expect(plan.argv).toEqual([
      "server",
      "--host",
      "[::1]",
      "--port",
      "5000",
      "--gunicorn-opts=--config=/run/guard/gunicorn.conf.py --timeout=60",
    ]);
    expect(plan.environment.get("MLFLOW_SERVER_ALLOWED_HOSTS")).toBe(LOCAL_HOSTS);
    expect(plan.privateFiles.map(({ name }) => name)).toEqual(["gunicorn.conf.py"]);
  });

  it.each([
    ["2.22.0", "--gunicorn-opts=", false],
    ["3.2.0", "--gunicorn-opts=", false],
    ["3.3.0", "--uvicorn-opts=", false],
    ["3.4.0", "--uvicorn-opts=", false],
    ["3.5.0", "--uvicorn-opts=", true],
  ])("knows MLflow %s", (text, server, lists) => {
    const { argv } = planOf(version(text));
    expect(argv.some((word) => word.startsWith(server))).toBe(true);
    expect(argv.includes("--allowed-hosts")).toBe(lists);
  });

  it("gives no option to a version that does not have it", () => {
    const words = ["--x-frame-options", "DENY"];
    expect(planOf({ words }).argv).toContain("--x-frame-options");
    expect(planOf({ words, ...version("3.4.0") }).argv).not.toContain("--x-frame-options");
  });

  it("hands on an option of a newer MLflow as it was written", () => {
    expect(planOf({ words: ["--brand-new=1"] }).argv.at(-1)).toBe("--brand-new=1");
  });

  it.each([
    [["--dev"], "--uvicorn-opts", undefined],
    [["--disable-security-middleware"], "--allowed-hosts", undefined],
    [["--guard-profile", "laptop"], "--workers", "1"],
    [["--guard-profile", "laptop", "-w", "3"], "--workers", "3"],
    [[], "--workers", undefined],
  ])("%j: %s is %s", (words, option, value) => {
    expect(valueIn(planOf({ words }), option)).toBe(value);
  });
});

describe("server options of a plan", () => {
  it("come apart again as they were meant", () => {
    const words = ["--uvicorn-opts", `--ssl-certfile "a b.pem" --ssl-keyfile 'it'"'"'s'`];
    const opts = split(valueIn(planOf({ words }), "--uvicorn-opts") ?? "");
    expect(opts.slice(2)).toEqual(["--ssl-certfile=a b.pem", "--ssl-keyfile=it's"]);
  });

  it("are for Python, which knows no shell substitutions", () => {
    const words = ["--uvicorn-opts", "--ssl-certfile '\u00e4 b.pem'"];
    const opts = split(valueIn(planOf({ words }), "--uvicorn-opts") ?? "");
    expect(opts.at(-1)).toBe("--ssl-certfile=\u00e4 b.pem");
  });

  it("leave the user's own stop time", () => {
    const words = ["--uvicorn-opts", "--timeout-graceful-shutdown 5"];
    const opts = valueIn(planOf({ words }), "--uvicorn-opts");
    expect(opts?.match(/--timeout-graceful-shutdown=\d+/g)).toEqual([
      "--timeout-graceful-shutdown=5",
    ]);
  });

  it.each([
    [8, 5],
    [3, 1],
    [1, 1],
  ])("end within a grace of %d s", (stopTimeout, seconds) => {
    const opts = valueIn(planOf({}, { stopTimeout }), "--uvicorn-opts");
    expect(opts).toContain(`--timeout-graceful-shutdown=${seconds}`);
  });

  it.each([
    ["uvicorn", []],
    ["gunicorn", ["--gunicorn-opts", "-t 60"]],
    ["development mode", ["--dev"]],
  ])("promise https with %s only where the server speaks it", (_what, words) => {
    const tls = ["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"];
    const scene = { words: [...words, ...tls] };
    const plan = planOf(scene);
    // A combination may also be refused as wrong usage.
    const refused = intentOf(scene).problems.length > 0;
    const speaks = plan.argv.join(" ").includes("c.pem");
    expect(refused || plan.url.startsWith("https:") === speaks).toBe(true);
  });
});

describe("the proxies that a plan believes", () => {
  const NAMED = "--forwarded-allow-ips=10.0.0.7,10.1.0.0/16";

  it.each([
    ["uvicorn", "--uvicorn-opts"],
    ["gunicorn", "--gunicorn-opts"],
  ])("are those that were named, with %s", (_server, option) => {
    const text = valueIn(planOf({ words: [option, NAMED] }), option) ?? "";
    expect(split(text)).toContain(NAMED);
  });

  it.each([
    ["uvicorn", "--uvicorn-opts"],
    ["gunicorn", "--gunicorn-opts"],
  ])("are never everybody, with %s", (_server, option) => {
    const env = { FORWARDED_ALLOW_IPS: "*" };
    const plan = planOf({ words: [option, "--forwarded-allow-ips=*"], env });
    expect(plan.argv.join(" ")).not.toContain("forwarded");
    expect(plan.removed).toContain("FORWARDED_ALLOW_IPS");
  });
});

describe("the address of a plan", () => {
  it.each([
    ["localhost", {}, "127.0.0.1"],
    ["box", { box: ["fd00::20", "10.0.0.7"] }, "10.0.0.7"],
    ["box", { box: ["fd00::20"] }, "fd00::20"],
    ["box", { box: ["::ffff:10.0.0.7"] }, "10.0.0.7"],
  ])("of %s with %j is one literal, %s", (host, hosts, address) => {
    const plan = planOf({ words: ["--host", host], hosts });
    expect(valueIn(plan, "--host")).toBe(address);
    expect(plan.listeners).toEqual([{ address, port: 5000 }]);
  });

  it.each([
    [[], "http://127.0.0.1:5000"],
    [["--host", "::1"], "http://[::1]:5000"],
    [OPEN, "http://192.168.1.20:5000"],
    [["--host", "::"], "http://192.168.1.20:5000"],
    [["--static-prefix", "/ml"], "http://127.0.0.1:5000/ml"],
    [["--uvicorn-opts", "--ssl-certfile c.pem"], "https://127.0.0.1:5000"],
  ])("for clients, %j, is %s", (words, url) => {
    expect(planOf({ words }).url).toBe(url);
  });

  it("for clients is a local one where no other is known", () => {
    const local = [{ interface: "lo", address: "127.0.0.1" }];
    const url = (host: string) =>
      planOf({ words: ["--host", host], facts: { interfaces: local } }).url;
    expect([url("0.0.0.0"), url("::")]).toEqual(["http://127.0.0.1:5000", "http://[::1]:5000"]);
  });
});

describe("what a plan sets", () => {
  it("is little for a bare start", () => {
    expect(planOf({}).set).toEqual(["PYTHONSAFEPATH"]);
  });

  it("is a private config with a login", () => {
    const plan = planOf({ words: OPEN, facts: STRONG });
    expect(plan.environment.get("MLFLOW_AUTH_CONFIG_PATH")).toBe("/run/guard/basic_auth.ini");
    expect(plan.privateFiles.map(({ name }) => name)).toEqual(["basic_auth.ini"]);
  });

  it("is no job runner on a laptop", () => {
    const plan = planOf({ words: ["--guard-profile", "laptop"] });
    expect(plan.environment.get("MLFLOW_SERVER_ENABLE_JOB_EXECUTION")).toBe("false");
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
    const plan = planOf({ words: [option, "sftp://ada:hunter2@store/x"] });
    expect(plan.argv.join(" ")).not.toContain("hunter2");
    expect(plan.environment.get(variable)).toBe("sftp://ada:hunter2@store/x");
    expect(valueIn(planOf({ words: [option, "s3://bucket/x"] }), option)).toBe("s3://bucket/x");
  });

  it("is the database without a password, on argv", () => {
    const plan = planOf({ env: { MLFLOW_BACKEND_STORE_URI: "sqlite:///x.db" } });
    expect(valueIn(plan, "--backend-store-uri")).toBe("sqlite:///x.db");
    expect(plan.environment.has("MLFLOW_BACKEND_STORE_URI")).toBe(false);
  });
});
