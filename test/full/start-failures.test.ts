import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeEnvironment } from "../support/environments.ts";
import { freePort, makeFolder, PYTHON, runGuard, SMALL, startGuard } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { flat, startStandIn } from "../support/stand-in.ts";

/** Loads in MLflow's own process, and not in a worker. */
const CRASH = `import multiprocessing
from mlflow.server import app
if multiprocessing.parent_process():
    raise RuntimeError("the worker has no licence")
`;

/**
 * The store as it was before the last migration. MLflow makes tables that are missing at every start, so the ones of
 * that migration are there, empty of columns; `upgrade` then finds them gone again.
 */
const OLDER = `import os, sqlite3, mlflow.store.db_migrations
from alembic import command
from alembic.script import ScriptDirectory
from mlflow.store.db import utils
def tables():
    return {name for name, in db.execute("select name from sqlite_master where type = 'table'")}
utils._initialize_tables(utils.create_sqlalchemy_engine_with_retry("sqlite:///mlflow.db"))
db = sqlite3.connect("mlflow.db")
after = tables()
scripts = ScriptDirectory(os.path.dirname(mlflow.store.db_migrations.__file__))
before = scripts.get_revision("head").down_revision
command.downgrade(utils._get_alembic_config("sqlite:///mlflow.db"), before)
for name in after - tables():
    db.execute(f"create table {name} (only_for_this_test int)")
db.commit()
`;
const WITHOUT_NEW_TABLES = `import sqlite3
db = sqlite3.connect("mlflow.db")
for name, sql in db.execute("select name, sql from sqlite_master").fetchall():
    if "only_for_this_test" in (sql or ""):
        db.execute(f"drop table {name}")
db.commit()
`;

async function failure(words: readonly string[], cwd = makeFolder(), more = {}) {
  const port = String(await freePort());
  const ended = await runGuard(["server", "--port", port, ...words], {
    cwd,
    env: { ...SMALL, ...more },
  });
  return { ...ended, said: flat(ended.stderr), lines: ended.stderr.trimEnd().split("\n") };
}

describe("a start that fails is explained, the reason last", () => {
  it("an older database: the command to upgrade it works when pasted", async () => {
    const cwd = makeFolder();
    const made = spawnSync(PYTHON, ["-c", OLDER], { cwd, encoding: "utf8" });
    expect([made.status, made.stderr]).toEqual([0, expect.any(String)]);

    const { code, said, lines } = await failure([], cwd);
    expect([code, said]).toEqual([1, expect.stringContaining("older one wants an upgrade")]);
    expect(said).toContain("MLflow ended with code 1 before it was ready");
    const fix = lines.at(-1)?.trim() ?? "";
    expect(fix).toMatch(/mlflow db upgrade sqlite:\/\/\/mlflow\.db$/);
    spawnSync(PYTHON, ["-c", WITHOUT_NEW_TABLES], { cwd });
    const upgraded = spawnSync("/bin/sh", ["-c", fix], { cwd, encoding: "utf8" });
    expect([upgraded.status, upgraded.stderr]).toEqual([0, expect.any(String)]);

    const again = startGuard(["server", "--port", String(await freePort())], { cwd, env: SMALL });
    expect((await ask(`${await again.ready()}/health`)).status).toBe(200);
    await again.stop();
  });

  it("a store of another kind", async () => {
    const cwd = makeFolder({ "other.db": "this is a letter\n".repeat(100) });
    const { code, said } = await failure(["--backend-store-uri", "sqlite:///other.db"], cwd);
    expect([code, said]).toEqual([1, expect.stringContaining("holds something else")]);
  });

  it("a database that another server makes at the same time", async () => {
    // What the one that is behind meets, frozen: a table of a migration that is still to come.
    const cwd = makeFolder();
    const table = `import sqlite3; db = sqlite3.connect("mlflow.db")
db.execute("create table model_version_tags (x)"); db.commit()`;
    expect(spawnSync(PYTHON, ["-c", table], { cwd }).status).toBe(0);
    const { code, said } = await failure([], cwd);
    expect([code, said]).toEqual([
      1,
      expect.stringContaining("another process was making the same database"),
    ]);
    expect(said).toContain("start it again");
  });

  it("of two servers at once in one empty folder, whichever ends says why", async () => {
    const cwd = makeFolder();
    const ports = [await freePort(), await freePort()];
    const both = ports.map((port) =>
      startGuard(["server", "--port", String(port)], { cwd, env: SMALL }),
    );
    const ends = await Promise.all(
      both.map((one) =>
        Promise.race([
          one.ended,
          one.ready().then(
            () => null,
            () => one.ended,
          ),
        ]),
      ),
    );
    await Promise.all(both.map((one, at) => (ends[at] === null ? one.stop() : null)));
    for (const end of ends) if (end !== null) expect(flat(end.stderr)).toContain("another process");
    // Where both ended, the database is half made.
    if (ends.every((end) => end !== null)) return;
    const again = startGuard(["server", "--port", String(await freePort())], { cwd, env: SMALL });
    expect((await ask(`${await again.ready()}/health`)).status).toBe(200);
    await again.stop();
  });

  it("a driver that is missing, and no password of the URI", async () => {
    const uri = "mysql+pymysql://mlflow:heron-84@127.0.0.1:1/x";
    const { said, stderr } = await failure(["--backend-store-uri", uri]);
    expect(said).toContain("no driver for this database");
    expect(stderr).not.toContain("heron-84");
  });
});

describe("a start that takes too long", () => {
  it("is told to be hung where nothing works", async () => {
    const { guard } = await startStandIn("absent", ["--guard-ready-timeout", "13"]);
    const ended = await guard.ended;
    expect([ended.code, flat(ended.stderr)]).toEqual([
      71,
      expect.stringMatching(/it hangs: it used no processor time for 1\d s/),
    ]);
  });

  it("is told to be busy where it works", async () => {
    const { guard } = await startStandIn("busy", ["--guard-ready-timeout", "12"]);
    const ended = await guard.ended;
    expect([ended.code, flat(ended.stderr)]).toEqual([
      71,
      expect.stringContaining("it was still busy starting"),
    ]);
  });

  it("is stopped early where the workers of the real server end again and again", async () => {
    const plugin = "[mlflow.app]\ncrash = crash:app\n";
    const mlflow = makeEnvironment(makeFolder(), { plugin });
    const lib = join(mlflow, "../../lib");
    writeFileSync(join(lib, readdirSync(lib)[0] ?? "", "site-packages", "crash.py"), CRASH);
    const words = ["--workers", "2", "--app-name", "crash"];
    const started = performance.now();
    const { code, said } = await failure(words, makeFolder(), { MLFLOW_GUARD_MLFLOW: mlflow });
    expect([code, said]).toEqual([
      71,
      expect.stringContaining("MLflow's workers end as soon as they start (4 so far)"),
    ]);
    expect(said).toContain("RuntimeError: the worker has no licence");
    expect(performance.now() - started).toBeLessThan(110_000);
  });
});
