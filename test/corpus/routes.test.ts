import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, plainEnvironment } from "../support/guard.ts";

interface RouteCase {
  readonly id: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly expect: string;
  readonly listens: readonly string[];
}

const { cases }: { cases: RouteCase[] } = JSON.parse(
  readFileSync(new URL("../fixtures/corpus/routes.json", import.meta.url), "utf8"),
);

/** Every measured start had a login's secrets; these are strong, so that only the route itself is judged. */
const LOGIN = {
  MLFLOW_FLASK_SERVER_SECRET_KEY: "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns",
  MLFLOW_AUTH_ADMIN_PASSWORD: "unusual-Falcon-71-drift",
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
};

/** What closes a route before anything is started: a refusal by this rule, or a start without what makes the route. */
type Closed =
  | { refused: string }
  | { removed: string }
  | { argv: RegExp }
  | { private: string }
  | { usage: RegExp };

const CLOSED: Readonly<Record<string, Closed>> = {
  "host-empty": { refused: "bind-not-understood" },
  "env-file-MLFLOW_HOST": { argv: /--host 0\.0\.0\.0 .*--app-name basic-auth/ },
  "gunicorn-env-blank-host": { refused: "bind-not-understood" },
  "gunicorn-opts--b": { refused: "bind-added-by-server-options" },
  "gunicorn-opts---bind": { refused: "bind-added-by-server-options" },
  "gunicorn-opts-abbrev": { refused: "bind-added-by-server-options" },
  "gunicorn-opts--bGLUED": { refused: "bind-added-by-server-options" },
  "gunicorn-opts--b=": { refused: "bind-added-by-server-options" },
  "gunicorn-opts-env": { refused: "bind-added-by-server-options" },
  "gunicorn-opts-dashdash": { refused: "bind-added-by-server-options" },
  "gunicorn-opts-dashdash-PORT": { refused: "bind-added-by-server-options" },
  "gunicorn-c-hook": { refused: "bind-added-by-server-options" },
  "gunicorn-CMD_ARGS--c": { removed: "GUNICORN_CMD_ARGS" },
  "gunicorn-CMD_ARGS-chdir": { removed: "GUNICORN_CMD_ARGS" },
  "gunicorn-CMD_ARGS-logger-class": { removed: "GUNICORN_CMD_ARGS" },
  "gunicorn-CMD_ARGS-worker-class": { removed: "GUNICORN_CMD_ARGS" },
  "env-UVICORN_UDS": { removed: "UVICORN_UDS" },
  "static-prefix-static": { refused: "static-prefix-disables-auth" },
  "static-prefix-staticfoo": { refused: "static-prefix-disables-auth" },
  "static-prefix-favicon_ico": { refused: "static-prefix-disables-auth" },
  "static-prefix-static/x": { refused: "static-prefix-disables-auth" },
  "env-MLFLOW_STATIC_PREFIX": { refused: "static-prefix-disables-auth" },
  "static-prefix-takeover": { refused: "static-prefix-disables-auth" },
  "sweep-static-prefix": { refused: "static-prefix-disables-auth" },
  "sweep-native-static-prefix": { refused: "static-prefix-disables-auth" },
  "env-_MLFLOW_STATIC_PREFIX": { removed: "_MLFLOW_STATIC_PREFIX" },
  "env-UVICORN_ROOT_PATH-static": { removed: "UVICORN_ROOT_PATH" },
  "sweep-root-path-static": { removed: "UVICORN_ROOT_PATH" },
  "sweep-native-root-path-static": { removed: "UVICORN_ROOT_PATH" },
  "root-path-x-fail-open": { removed: "UVICORN_ROOT_PATH" },
  "sweep-native-root-path-x-failopen": { removed: "MLFLOW_BASIC_AUTH_FAIL_CLOSED" },
  "authcfg-env-file": { private: "MLFLOW_AUTH_CONFIG_PATH" },
  "authcfg-UVICORN_ENV_FILE": { removed: "UVICORN_ENV_FILE" },
  "authcfg-UVICORN_ENV_FILE-static": { removed: "UVICORN_ENV_FILE" },
  "authcfg-uvicorn-opts-env-file": { refused: "bind-added-by-server-options" },
  "authcfg-open-function-PYTHONPATH": { private: "MLFLOW_AUTH_CONFIG_PATH" },
  "preexisting-db": { private: "MLFLOW_AUTH_CONFIG_PATH" },
  "security-mw-off": { argv: /--app-name basic-auth .*--disable-security-middleware/ },
  "cwd-uvicorn.py": { private: "PYTHONSAFEPATH" },
  "cwd-yaml.py": { private: "PYTHONSAFEPATH" },
  "env-file-PYTHONPATH": { removed: "PYTHONPATH" },
  "app-dir": { refused: "bind-added-by-server-options" },
  "cwd-waitress.py": { refused: "bind-added-by-server-options" },
  "env-UVICORN_LOOP": { removed: "UVICORN_LOOP" },
  "plugin-basic-auth": { removed: "PYTHONPATH" },
  // A weak password is an error where strangers could try it; here none can connect.
  "weak-admin-pw": { argv: /--host 127\.0\.0\.1 / },
  "plugin-other-name": { usage: /"open" is no installed MLflow app/ },
  "late-HUP-uvicorn-ini": { private: "MLFLOW_AUTH_CONFIG_PATH" },
  "late-one-of-two-workers": { private: "MLFLOW_AUTH_CONFIG_PATH" },
  "late-killworker-uvicorn-cwd-mlflow.py": { private: "PYTHONSAFEPATH" },
  "late-HUP-gunicorn-cwd-mlflow.py": { private: "GUNICORN_CMD_ARGS" },
  PYTHONPYCACHEPREFIX: { removed: "PYTHONPYCACHEPREFIX" },
  "xff-assistant-FORWARDED_ALLOW_IPS": { removed: "FORWARDED_ALLOW_IPS" },
  "host-fullwidth-zero": { refused: "bind-not-understood" },
  "uvicorn-opts-log-config-nested": { refused: "bind-added-by-server-options" },
  "uvicorn-opts-uds-overrides-host": { refused: "bind-added-by-server-options" },
};

/** MLflow itself reads no `.env`; the launcher does, so this control is a public bind here. */
const READ_HERE = "dotenv-cwd";

/** Only sockets, owners and answers can tell: not decided by argv, environment and files. */
const NEEDS_A_LOOK = ["decoy-401-on-127.0.0.1"];

function check(one: RouteCase) {
  const cwd = makeFolder(one.files);
  const fill = (text: string) =>
    text.replaceAll("$CWD", cwd).replace(/^P$/, "5000").replace(/\bQ$/, "5001");
  const words = one.argv
    .slice(1)
    .map((word) => (word === "server" || word === "ui" ? "check" : fill(word)));
  words.splice(words.indexOf("check") + 1, 0, "--format=json");
  const env = Object.fromEntries(
    Object.entries({ ...LOGIN, ...one.env }).map(([name, value]) => [name, fill(value)]),
  );
  const ended = spawnSync(process.execPath, [BIN, ...words], {
    cwd,
    env: plainEnvironment({ ...env, HOME: dirname(cwd) }),
    encoding: "utf8",
  });
  return { ended, report: ended.stdout.startsWith("{") ? JSON.parse(ended.stdout) : null };
}

describe("the measured routes", () => {
  const closed = cases.filter((one) => one.expect === "closed");

  it.each(closed.filter(({ id }) => CLOSED[id]))("closes $id", (one) => {
    const { ended, report } = check(one);
    const how = CLOSED[one.id] as Closed;
    if ("usage" in how)
      expect([ended.status, ended.stderr]).toEqual([64, expect.stringMatching(how.usage)]);
    else if ("refused" in how) {
      expect(ended.status).toBe(78);
      expect(report.findings.map(({ id }: { id: string }) => id)).toContain(how.refused);
    } else {
      expect([ended.status, ended.stdout.slice(0, 2000)]).toEqual([0, expect.anything()]);
      if ("removed" in how) expect(report.plan.env.removed).toContain(how.removed);
      if ("private" in how) expect(report.plan.env.set).toContain(how.private);
      if ("argv" in how) expect(report.plan.argv.join(" ")).toMatch(how.argv);
    }
  });

  it("knows what closes every measured route", () => {
    const open = closed.filter(({ id }) => !CLOSED[id]).map(({ id }) => id);
    expect(open).toEqual(NEEDS_A_LOOK);
  });

  it.each(
    cases.filter(
      (one) => one.expect === "control" && one.listens.length > 0 && one.id !== READ_HERE,
    ),
  )("plans one loopback listener for the control $id, or refuses it", (one) => {
    const { report, ended } = check(one);
    if (ended.status !== 0) return expect([64, 78]).toContain(ended.status);
    expect(report.plan.listeners).toEqual([{ address: "127.0.0.1", port: expect.any(Number) }]);
  });
});
