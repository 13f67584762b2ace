import { dirname, join } from "node:path";
import { testCache } from "../../scripts/pypi-program.js";
import { BIN, freePort, makeFolder, start, waitFor } from "./guard.ts";
import { ask } from "./http.ts";
import { findPython } from "./pythons.ts";
import { uvPath } from "./uv.ts";

/** An MLflow of another version than the managed one, installed by the launcher's own command, once. */
export interface InstalledMlflow {
  readonly path: string;
  readonly python: string;
}

/** @param wanted the version of Python to make the environment with, where this machine has it. */
export async function installMlflow(version: string, wanted = "3"): Promise<InstalledMlflow> {
  const python = findPython(wanted);
  if (python === null) console.log(`no Python ${wanted} here: MLflow ${version} gets another`);
  // The real environment: it knows the cache of packages, and the way to them.
  const env = {
    ...process.env,
    XDG_DATA_HOME: join(testCache(), `python-${wanted}`),
    PATH: `${dirname(await uvPath())}:${process.env.PATH}`,
  };
  const words = [BIN, "install-mlflow", "--version", version];
  const chosen = python === null ? [] : ["--python", python];
  const named = Object.entries(env).map(([name, value]) => [name, value ?? ""]);
  const ended = await start(process.execPath, [...words, ...chosen], {
    env: Object.fromEntries(named),
  }).ended;
  const path = ended.stdout.trim().split(" ").at(-1) ?? "";
  if (ended.code !== 0) throw new Error(`MLflow ${version}: ${ended.stderr}`);
  return { path, python: join(path, "..", "python") };
}

export interface OldServer {
  readonly url: string;
  readonly password: string;
}

const PASSWORD = "unusual-Falcon-71-drift";

/** Starts an old MLflow with its own login, without the launcher, which would refuse some of them. */
export async function startOldMlflow(
  version: string,
  permission: string,
  options: readonly string[] = [],
): Promise<OldServer> {
  const { python } = await installMlflow(version);
  const cwd = makeFolder({
    "auth.ini": [
      "[mlflow]",
      `default_permission = ${permission}`,
      "database_uri = sqlite:///accounts.db",
      "admin_username = admin",
      `admin_password = ${PASSWORD}`,
      "authorization_function = mlflow.server.auth:authenticate_request_basic_auth",
      "",
    ].join("\n"),
  });
  const port = String(await freePort());
  const words = ["-m", "mlflow", "server", "--app-name", "basic-auth", "--port", port];
  const server = start(python, [...words, "--workers", "1", ...options], {
    cwd,
    group: true,
    env: {
      PATH: `${dirname(python)}:/usr/bin:/bin`,
      MLFLOW_AUTH_CONFIG_PATH: join(cwd, "auth.ini"),
      MLFLOW_FLASK_SERVER_SECRET_KEY: "Jq3-tests-only-9vX0ZpLw2mKc7RtYb5Hd8Ns",
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    ask(`${url}/health`).then(
      ({ status }) => status === 200,
      () => false,
    );
  await waitFor(answers, 90_000, () => `MLflow ${version} does not answer:\n${server.stderr()}`);
  return { url, password: PASSWORD };
}
