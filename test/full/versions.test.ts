import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { logRun } from "../support/client.ts";
import {
  freePort,
  makeFolder,
  runGuard,
  startGuard,
  waitFor,
  whenFinished,
} from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { ALL } from "../support/matrix.ts";
import { installMlflow } from "../support/old-mlflow.ts";
import { flat, LOGIN } from "../support/stand-in.ts";
import { LOGIN_TESTED } from "../support/tested-versions.ts";

const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";

const CHOSEN = LOGIN_TESTED.filter(({ when }) => ALL || when === "long tests");
const VERSIONS = CHOSEN.flatMap(({ version, python, words }) =>
  words ? [] : [[version, python] as const],
);

/** Where the gate refuses, and what opens it: the server without the routes that stay open. */
const GATED = CHOSEN.flatMap(({ version, python, words }) =>
  words ? [[version, python, words] as const] : [],
);

/** Everybody reads the database of accounts as it was, and nobody writes it, until its input ends. */
const WRITE_LOCK = `import sqlite3, sys
db = sqlite3.connect("basic_auth.db", isolation_level=None)
db.execute("pragma journal_mode=wal")
db.execute("begin immediate")
print("locked", flush=True)
sys.stdin.read()
`;

const WAITS_FOR_THE_LOCK = `[mlflow]
default_permission = READ
database_uri = sqlite:///basic_auth.db?timeout=60
admin_username = admin
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
`;

interface Place {
  readonly cwd: string;
  readonly python: string;
  readonly env: Readonly<Record<string, string>>;
}

async function prepare(version: string, python: string): Promise<Place> {
  const mlflow = await installMlflow(version, python);
  const cwd = makeFolder();
  return { cwd, python: mlflow.python, env: { MLFLOW_GUARD_MLFLOW: mlflow.path, HOME: cwd } };
}

const OPEN = ["server", "--host", "0.0.0.0", "--workers", "2"];

async function refusal({ cwd, env }: Place): Promise<[number | null, string]> {
  const { code, stderr } = await runGuard(OPEN, { cwd, env });
  return [code, flat(stderr)];
}

/** The login keeps strangers out, and a client with the password logs a run and reads it. */
async function servesWithLogin(place: Place, password: string, words: readonly string[] = []) {
  const { cwd, env, python } = place;
  const port = String(await freePort());
  const guard = startGuard([...OPEN, "--port", port, ...words], { cwd, env });
  await guard.ready();
  const url = `http://127.0.0.1:${port}`;
  const as = (one: string) => logRun(url, { user: "admin", password: one }, python);
  expect(await as(password)).toContain("logged 0.75");
  for (const stranger of [logRun(url, null, python), as("password"), as("password1234")])
    expect(await stranger).toMatch(/\b401\b/);
  const { code, stderr } = await guard.stop();
  expect([code, stderr]).toEqual([0, expect.not.stringContaining(password)]);
  return flat(stderr);
}

async function refusesThenInit(place: Place): Promise<string> {
  expect(await refusal(place)).toEqual([78, expect.stringContaining("public-without-auth")]);
  expect((await runGuard(["init"], place)).code).toBe(0);
  const text = readFileSync(join(place.cwd, ".env"), "utf8");
  return new RegExp(`^${PASSWORD}=(.+)$`, "m").exec(text)?.[1] ?? "";
}

describe("MLflow", () => {
  it.each(VERSIONS)(
    "%s with Python %s serves with its login after init, and later without the variable",
    async (version, python) => {
      const place = await prepare(version, python);
      const password = await refusesThenInit(place);
      await servesWithLogin(place, password);

      // The account exists now: what was configured for it is not needed any more.
      const file = join(place.cwd, ".env");
      const rest = readFileSync(file, "utf8").replace(new RegExp(`^${PASSWORD}=.*$`, "m"), "");
      writeFileSync(file, rest);
      const said = await servesWithLogin(place, password);
      expect(said).not.toContain("admin-password-missing");
    },
    400_000,
  );

  it("3.14.0 starts on loopback with a password that nobody knows where none is configured", async () => {
    const { cwd, env } = await prepare("3.14.0", "3.13");
    const words = ["server", "--app-name", "basic-auth", "--port", String(await freePort())];
    const key = { MLFLOW_FLASK_SERVER_SECRET_KEY: LOGIN.MLFLOW_FLASK_SERVER_SECRET_KEY };
    const guard = startGuard(words, { cwd, env: { ...env, ...key } });
    const url = await guard.ready();
    const status = async (password: string) =>
      (await ask(`${url}${EXPERIMENTS}`, { headers: basic("admin", password) })).status;
    expect(await status("password1234")).toBe(401);
    const given = await runGuard(["user", "passwd", "admin", "--offline"], { cwd, env });
    expect(await status(given.stdout.trim())).toBe(200);
    await guard.stop();
    expect(flat(guard.stderr())).toContain("a new account gets a password that nobody knows");
  }, 200_000);

  it.each(GATED)(
    "%s with Python %s is refused with the reason, and serves with %j",
    async (version, python, words) => {
      const place = await prepare(version, python);
      const password = await refusesThenInit(place);
      expect(await refusal(place)).toEqual([
        78,
        expect.stringContaining("auth-incomplete-in-version what MLflow 3.8.1"),
      ]);
      await servesWithLogin(place, password, words);
    },
    400_000,
  );

  it("3.8.1: the workers of a first start make the database of accounts one after the other", async () => {
    const { cwd, python, env } = await prepare("3.8.1", "3.12");
    const lock = spawn(python, ["-c", WRITE_LOCK], { cwd, stdio: ["pipe", "pipe", "inherit"] });
    whenFinished(() => void lock.kill());
    await once(lock.stdout, "data");
    const words = ["--app-name", "basic-auth", "--workers", "3", "--gunicorn-opts", "--timeout 60"];
    const config = join(cwd, "auth.ini");
    writeFileSync(config, WAITS_FOR_THE_LOCK);
    const guard = startGuard(["server", ...words, "--port", String(await freePort())], {
      cwd,
      env: { ...env, ...LOGIN, MLFLOW_AUTH_CONFIG_PATH: config },
    });

    // A worker says this when it has compared the versions, and again before it writes: two of them would both write.
    const looks = () => guard.stderr().split("Will assume non-transactional DDL").length - before;
    await waitFor(() => guard.stderr().includes("Booting worker"), 60_000);
    const before = guard.stderr().split("Will assume non-transactional DDL").length;
    await waitFor(() => looks() >= 2, 60_000);
    await waitFor(() => looks() >= 4, 15_000).catch(() => "one worker alone");
    lock.stdin.end();
    await guard.ready();
    await guard.stop();
    expect(guard.stderr()).not.toContain("already exists");
  }, 200_000);
});
