import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeStores } from "../support/accounts.ts";
import { logRun } from "../support/client.ts";
import { makeEnvironment } from "../support/environments.ts";
import { freePort, makeFolder, runGuard, SMALL, startGuard } from "../support/guard.ts";
import { startPostgres } from "../support/postgres.ts";
import { processesWith } from "../support/processes.ts";
import { flat, LOGIN } from "../support/stand-in.ts";
import { uvPath } from "../support/uv.ts";

const DATABASE_PASSWORD = "db-Heron/84:cliff@gate";
const PASSWORD = LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD;
const OPEN = ["server", "--host", "0.0.0.0"];

/** The managed MLflow with PostgreSQL's driver. */
async function withDriver(): Promise<string> {
  const mlflow = makeEnvironment(makeFolder(), {});
  const python = join(mlflow, "..", "python");
  execFileSync(await uvPath(), ["pip", "install", "-q", "--python", python, "psycopg[binary]"]);
  return mlflow;
}

it("PostgreSQL keeps runs and accounts, its URI comes by file and is seen nowhere", async () => {
  const postgres = await startPostgres(DATABASE_PASSWORD, ["tracking", "accounts"]);
  const cwd = makeFolder({
    "tracking.uri": `${postgres.uri("tracking")}\n`,
    "accounts.uri": `${postgres.uri("accounts")}\n`,
  });
  const env = {
    ...SMALL,
    ...LOGIN,
    HOME: cwd,
    MLFLOW_GUARD_MLFLOW: await withDriver(),
    MLFLOW_BACKEND_STORE_URI_FILE: "tracking.uri",
    MLFLOW_GUARD_AUTH_DATABASE_URI_FILE: "accounts.uri",
    GUARD_TEST_MARK: cwd,
  };
  const seen: string[] = [];
  const run = async () => {
    const port = await freePort();
    const guard = startGuard([...OPEN, "--port", String(port)], { cwd, env });
    await guard.ready();
    return { guard, url: `http://127.0.0.1:${port}` };
  };

  // The accounts of an older MLflow lie there, with its password.
  makeStores(
    [[postgres.uri("accounts"), [{ user: "admin", password: "password", admin: true }]]],
    join(env.MLFLOW_GUARD_MLFLOW, "..", "python"),
  );
  const refused = await runGuard(OPEN, { cwd, env });
  expect([refused.code, flat(refused.stderr)]).toEqual([
    78,
    expect.stringContaining('the account "admin" in the remote store still has a password'),
  ]);
  const changed = await runGuard(["user", "passwd", "admin", "--offline"], { cwd, env });
  expect([changed.code, changed.stderr]).toEqual([0, expect.any(String)]);

  const first = await run();
  expect(await logRun(first.url, { user: "admin", password: PASSWORD })).toContain("logged 0.75");
  expect(await logRun(first.url, { user: "admin", password: "password" })).toContain("401");
  seen.push(...processesWith(`GUARD_TEST_MARK=${cwd}`).map(({ argv }) => argv));
  expect(seen.length).toBeGreaterThan(2);
  seen.push(...Object.values(await first.guard.stop()).map(String));
  expect(seen.join("\n")).not.toContain("were not looked at");

  // Not reachable: the failure names no password either.
  await postgres.stop();
  const failed = await runGuard([...OPEN, "--guard-ready-timeout", "20"], { cwd, env });
  expect(failed.code).not.toBe(0);
  expect(flat(failed.stderr)).toMatch(/accounts in the remote store were not looked at/);
  expect(flat(failed.stderr)).toContain("likely cause: the database is not reachable");
  seen.push(refused.stderr, changed.stderr, failed.stderr, failed.stdout);
  for (const secret of [DATABASE_PASSWORD, encodeURIComponent(DATABASE_PASSWORD), PASSWORD])
    expect(seen.join("\n")).not.toContain(secret);
}, 240_000);
