import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, SMALL, startGuard } from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { LOGIN } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

/** Installed ones that are imported late, ones that are tried and not installed, and MLflow itself. */
const NAMES = [
  ...["docker", "graphene", "tqdm", "yaml", "uvicorn", "gunicorn", "mlflow", "alembic", "keyword"],
  ...["brotli", "simplejson", "psutil", "chardet", "polars", "pyspark", "waitress"],
];

/** Leaves a file when it is imported, and then fails like a module that is not there. */
const MODULE = `
import os
open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "imported"), "a").write(__name__ + "\\n")
raise ImportError
`;

describe("Python modules in the working directory", () => {
  it.each([
    ["uvicorn", []],
    ["gunicorn", ["--gunicorn-opts", ""]],
  ])("are not imported, early or late, with %s and a login", async (_server, words) => {
    const early = Object.fromEntries(NAMES.slice(3).map((name) => [`${name}.py`, MODULE]));
    const cwd = makeServerFolder(early);
    const port = await freePort();
    const guard = startGuard(
      ["server", "--port", String(port), "--app-name", "basic-auth", ...words],
      { cwd, env: { ...SMALL, ...LOGIN } },
    );
    const url = await guard.ready();
    for (const name of NAMES) writeFileSync(join(cwd, `${name}.py`), MODULE);
    const headers = basic("admin", LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD);
    const json = { query: "{__typename}" };
    await ask(`${url}/graphql`, { headers, json });
    expect((await ask(`${url}${EXPERIMENTS}`, { headers })).status).toBe(200);
    expect(existsSync(join(cwd, "imported"))).toBe(false);
    expect((await guard.stop()).code).toBe(0);
  });

  it("are imported where the operator hands the folder on by name", async () => {
    const cwd = makeServerFolder({ "brotli.py": MODULE, "simplejson.py": MODULE });
    const words = ["server", "--port", String(await freePort()), "--gunicorn-opts", ""];
    const guard = startGuard([...words, "--guard-pass-env", "PYTHONPATH"], {
      cwd,
      env: { ...SMALL, PYTHONPATH: cwd },
    });
    await guard.ready();
    expect(existsSync(join(cwd, "imported"))).toBe(true);
    expect((await guard.stop()).code).toBe(0);
  });
});
