import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArgv } from "../../src/intent/argv/argv.ts";
import { buildIntent } from "../../src/intent/build-intent.ts";
import { layerEnvironment } from "../../src/intent/environment/environment.ts";
import { versionProblems } from "../../src/policy/version-problems.ts";
import { PYTHON } from "../support/guard.ts";
import { layerOf, MLFLOW } from "../support/world.ts";

/** The installed MLflow's own command reads each case; nothing is started. */
const CLICK = `
import json, os, sys
import click
from mlflow.cli import cli
server = cli.commands["server"]
cases, read = json.load(sys.stdin), []
base = {k: v for k, v in os.environ.items() if not k.startswith("MLFLOW_")}
for case in cases:
    os.environ.clear(); os.environ.update(base); os.environ.update(case["env"])
    try:
        context = server.make_context("server", list(case["words"]))
        p = context.params
        read.append({k: p[k] for k in ("host", "port", "app_name", "gunicorn_opts", "uvicorn_opts", "waitress_opts", "workers", "static_prefix", "allowed_hosts", "disable_security_middleware", "serve_artifacts", "dev")})
    except (click.exceptions.UsageError, click.exceptions.Exit):
        read.append(None)
json.dump(read, sys.stdout)
`;

const words = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        "--host",
        "-h",
        "-h=0",
        "-h0.0.0.0",
        "-hlocalhost",
        "--host=0.0.0.0",
        "--host=",
        "-host=x",
        "--Host=x",
        "--hos=x",
      ],
      ...[
        "--port",
        "-p",
        "-p5001",
        "--port=5002",
        "-p=5003",
        "--port=0x10",
        "--port= 7 ",
        "--port=1_0",
        "--port=-1",
      ],
      ...[
        "--app-name",
        "--app-name=basic-auth",
        "--app-name=",
        "basic-auth",
        "--app-name=BASIC-AUTH",
      ],
      ...[
        "--gunicorn-opts",
        "--gunicorn-opts=",
        "--uvicorn-opts=--reload",
        "--uvicorn-opts",
        "--waitress-opts=x",
      ],
      ...[
        "--workers",
        "-w",
        "-w2",
        "--workers=3",
        "--static-prefix",
        "--static-prefix=/x",
        "--dev",
        "--dev=1",
      ],
      ...[
        "--serve-artifacts",
        "--no-serve-artifacts",
        "--allowed-hosts",
        "--allowed-hosts=*",
        "--",
        "-",
        "--x",
        "-x",
        "x",
      ],
      ...[
        "0.0.0.0",
        "127.0.0.1",
        "5000",
        "",
        " ",
        "--disable-security-middleware",
        "--no-dev",
        "-wp",
        "-wh1",
      ],
    ),
    fc.stringMatching(/^[-=hpw a0.]{0,6}$/),
  ),
  { maxLength: 7 },
);
const env = fc.dictionary(
  fc.constantFrom(
    ...[
      "MLFLOW_HOST",
      "MLFLOW_PORT",
      "MLFLOW_GUNICORN_OPTS",
      "MLFLOW_UVICORN_OPTS",
      "MLFLOW_WORKERS",
      "MLFLOW_STATIC_PREFIX",
    ],
    ...[
      "MLFLOW_SERVER_ALLOWED_HOSTS",
      "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE",
      "MLFLOW_SERVE_ARTIFACTS",
      "HOST",
      "mlflow_host",
    ],
  ),
  fc.constantFrom(
    "",
    " ",
    "0.0.0.0",
    "127.0.0.1",
    "5001",
    "true",
    "false",
    "no",
    "maybe",
    "/p",
    "*",
    "2",
  ),
  { maxKeys: 3 },
);

const CASES = 20_000;

function readHere(one: { words: string[]; env: Record<string, string> }) {
  const argv = parseArgv(one.words);
  const { intent, problems } = buildIntent(
    "server",
    argv,
    layerEnvironment(one.env, layerOf([], "", "found")),
    null,
  );
  if (argv.help || problems.length > 0 || versionProblems(intent, MLFLOW).length > 0) return null;
  const text = (name: string) => intent.options.get(name)?.value ?? null;
  return {
    host: text("host") ?? "127.0.0.1",
    port: Number(text("port") ?? 5000),
    app_name: text("app-name"),
    gunicorn_opts: text("gunicorn-opts"),
    uvicorn_opts: text("uvicorn-opts"),
    waitress_opts: text("waitress-opts"),
    workers: text("workers"),
    static_prefix: text("static-prefix"),
    allowed_hosts: text("allowed-hosts"),
    disable_security_middleware: text("disable-security-middleware") === true,
    serve_artifacts: text("serve-artifacts") !== false,
    dev: text("dev") === true,
  };
}

describe("random command lines and environments", () => {
  it(`are read as the installed MLflow reads them, or refused: ${CASES} cases`, () => {
    const cases = fc.sample(fc.record({ words, env }), CASES);
    const { stdout, stderr, status } = spawnSync(PYTHON, ["-c", CLICK], {
      input: JSON.stringify(cases),
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(stderr);
    const read: unknown[] = JSON.parse(stdout);
    const here = cases.map(readHere);
    const differences = cases.filter((_one, at) => {
      const mine = here[at];
      return mine !== null && JSON.stringify(mine) !== JSON.stringify(normal(read[at]));
    });
    const accepted = here.filter((one) => one !== null).length;
    console.log(`${CASES} cases, ${accepted} accepted by both, ${differences.length} differences`);
    expect(differences.slice(0, 5)).toEqual([]);
    expect(accepted).toBeGreaterThan(CASES / 20);
  });
});

/** `--workers` is an untyped string to click: the same number, however it is spelled. */
function normal(one: unknown): unknown {
  if (one === null || typeof one !== "object" || !("workers" in one) || one.workers === null)
    return one;
  return { ...one, workers: String(Number(String(one.workers).replaceAll("_", ""))) };
}
