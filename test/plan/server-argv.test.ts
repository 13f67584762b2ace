import { split } from "shlex";
import { describe, expect, it } from "vitest";
import { intentOf, MLFLOW } from "../support/world.ts";
import { planOf, valueIn } from "./planned.ts";

const OLD = { facts: { mlflow: { ...MLFLOW, version: "3.4.0" } } };
const UVICORN = "--uvicorn-opts=--app-dir=/dev/null --timeout-graceful-shutdown=27";

describe("options that pass as they were understood", () => {
  it("say every flag as it was understood", () => {
    const words = ["--serve-artifacts", "--disable-workspaces", "--artifacts-only"];
    const { argv } = planOf({ words });
    expect(argv.slice(8)).toEqual([
      "--serve-artifacts",
      "--artifacts-only",
      "--disable-workspaces",
    ]);
  });

  it("leave out a flag that a variable switches off and that has no other spelling", () => {
    const { argv } = planOf({ env: { MLFLOW_ARTIFACTS_ONLY: "false" } });
    expect(argv.at(-1)).toBe(UVICORN);
  });

  it("are none that a version does not have", () => {
    const words = ["--x-frame-options", "DENY"];
    expect(planOf({ words }).argv).toContain("--x-frame-options");
    expect(planOf({ words, ...OLD }).argv).not.toContain("--x-frame-options");
  });

  it("keep a value that looks like an option in one word", () => {
    expect(planOf({ words: ["--app-name=-x"] }).argv).toContain("--app-name=-x");
    const { argv } = planOf({ words: ["--app-name", "x-"] });
    expect(argv.slice(argv.indexOf("--app-name")).slice(0, 2)).toEqual(["--app-name", "x-"]);
  });

  it("hand on an option of a newer MLflow as it was written", () => {
    expect(planOf({ words: ["--brand-new=1"] }).argv.at(-1)).toBe("--brand-new=1");
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
    expect(opts).toBe("--app-dir=/dev/null --timeout-graceful-shutdown=5");
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
    [[], "--uvicorn-opts", ["--ssl-certfile=c.pem", "--ssl-keyfile=k.pem"]],
    [
      ["--gunicorn-opts", "-t 60"],
      "--gunicorn-opts",
      ["--certfile=c.pem", "--keyfile=k.pem", "--timeout=60"],
    ],
  ])("hold the launcher's certificate with %j", (words, option, parts) => {
    const tls = ["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"];
    const opts = split(valueIn(planOf({ words: [...words, ...tls] }), option) ?? "");
    expect(opts.slice(-parts.length)).toEqual(parts);
  });

  it.each(["--guard-tls-cert", "--guard-tls-key"])("hold no half of one, %s", (option) => {
    expect(valueIn(planOf({ words: [option, "c.pem"] }), "--uvicorn-opts")).not.toContain("ssl");
  });

  it.each([
    ["plain words", "--ssl-ciphers A:B+C@=%,./-_9", "--ssl-ciphers=A:B+C@=%,./-_9"],
    ["a blank at the end", "--ssl-ciphers 'a '", "'--ssl-ciphers=a '"],
    ["a tilde", "--ssl-ciphers '~a'", "'--ssl-ciphers=~a'"],
    ["quotes", `--ssl-ciphers "it's"`, `'--ssl-ciphers=it'"'"'s'`],
    ["flags", "--no-access-log", "--no-access-log"],
  ])("are quoted only where it is needed: %s", (_what, given, text) => {
    const opts = valueIn(planOf({ words: ["--uvicorn-opts", given] }), "--uvicorn-opts");
    expect(opts).toBe(`--app-dir=/dev/null --timeout-graceful-shutdown=27 ${text}`);
  });

  it("of uvicorn are not for an MLflow that runs gunicorn", () => {
    const scene = {
      facts: { mlflow: { ...MLFLOW, version: "3.2.0" } },
      env: { MLFLOW_UVICORN_OPTS: "--log-level debug" },
    };
    expect(planOf(scene).argv.at(-1)).toBe("--gunicorn-opts=--graceful-timeout=27");
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
