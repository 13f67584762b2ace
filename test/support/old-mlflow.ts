import { join } from "node:path";
import { freePort, makeFolder, PYTHON, start, waitFor } from "./guard.ts";
import { ask } from "./http.ts";

/** A version, and the day up to which its packages are taken: what came later does not fit it. */
export interface OldMlflow {
  readonly version: string;
  readonly until: string;
  readonly options?: readonly string[];
}

export interface OldServer {
  readonly url: string;
  readonly password: string;
}

const PASSWORD = "unusual-Falcon-71-drift";

const run = async (command: string, words: readonly string[]) => {
  // The real environment: it knows the cache of packages, and the way to them.
  const env = Object.fromEntries(
    Object.entries(process.env).map(([name, value]) => [name, value ?? ""]),
  );
  const { code, stderr } = await start(command, words, { env }).ended;
  if (code !== 0) throw new Error(`${command} ${words.join(" ")}: ${stderr}`);
};

/** Installs an old MLflow and starts it with its own login, without the launcher, which would refuse some of them. */
export async function startOldMlflow(old: OldMlflow, permission: string): Promise<OldServer> {
  const folder = makeFolder({
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
  const python = await install(old, folder);
  const port = String(await freePort());
  const words = ["-m", "mlflow", "server", "--app-name", "basic-auth", "--port", port];
  start(python, [...words, "--workers", "1", ...(old.options ?? [])], {
    cwd: folder,
    group: true,
    env: {
      PATH: `${join(folder, "venv", "bin")}:/usr/bin:/bin`,
      MLFLOW_AUTH_CONFIG_PATH: join(folder, "auth.ini"),
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
  await waitFor(answers, 90_000, () => `MLflow ${old.version} does not answer`);
  return { url, password: PASSWORD };
}

async function install({ version, until }: OldMlflow, folder: string): Promise<string> {
  const tool = join(folder, "tool");
  await run(PYTHON, ["-m", "venv", tool]);
  await run(join(tool, "bin", "pip"), ["install", "-q", "uv"]);
  const uv = join(tool, "bin", "uv");
  const python = join(folder, "venv", "bin", "python");
  await run(uv, ["venv", "-q", "--python", PYTHON, join(folder, "venv")]);
  const packages = [`mlflow==${version}`, "Flask-WTF<2"];
  await run(uv, [
    "pip",
    "install",
    "-q",
    "--python",
    python,
    "--exclude-newer",
    until,
    ...packages,
  ]);
  return python;
}
