import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { AUTH_CONFIG_KEYS, defaultPermissions } from "../../src/mlflow/login/auth-config-keys.ts";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { makeFolder, PYTHON, runGuard } from "../support/guard.ts";
import { flat } from "../support/stand-in.ts";

const KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
const EXPOSED = ["check", "--host", "0.0.0.0"];

/** A Python file of the tested MLflow's login. */
function source(name: string): string {
  const lib = join(dirname(dirname(PYTHON)), "lib");
  const site = readdirSync(lib).find((folder) => folder.startsWith("python3")) ?? "";
  return readFileSync(join(lib, site, "site-packages/mlflow/server/auth", name), "utf8");
}

describe("the authorization config", () => {
  it("has the keys and the permissions of the tested MLflow", () => {
    const read = /(?:get\(|\["mlflow"\]\[|"mlflow",)\s*"([a-z_]+)"/g;
    const keys = [...source("config.py").matchAll(read)].map(([, key]) => key);
    expect([...new Set(keys)].sort()).toEqual(AUTH_CONFIG_KEYS.map(({ name }) => name).sort());
    const names = [...source("permissions.py").matchAll(/^ {4}([A-Z_]+)\.name: \1,$/gm)];
    const known = names.map(([, name]) => name).sort();
    expect(defaultPermissions(MANAGED_VERSION).sort()).toEqual(known);
  });

  it.each([
    ["a bad line beside a strict permission", "default_permission = NO_PERMISSIONS\nx\n", "line 3"],
    ["a permission that is none", "default_permission = NO_PERMISIONS\n", "NO_PERMISSIONS"],
    ["a key that is none", "default_permision = NO_PERMISSIONS\n", "default_permission"],
  ])("is refused with %s, and no command leaves it out", async (_what, text, named) => {
    const cwd = makeFolder({ "auth.ini": `[mlflow]\n${text}` });
    await runGuard(["init"], { cwd });
    const env = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };
    const { code, stdout, stderr } = await runGuard(EXPOSED, { cwd, env });
    expect([code, stderr]).toEqual([78, ""]);
    expect(flat(stdout)).toContain(named);
    expect(stdout).not.toContain("env MLFLOW_AUTH_CONFIG_PATH=");
    expect(stdout).not.toContain("to start it:");
    expect(stdout).not.toContain(KEY);
  });

  it("is asked for by its name where it is not there", async () => {
    const cwd = makeFolder();
    await runGuard(["init"], { cwd });
    const env = { MLFLOW_AUTH_CONFIG_PATH: "auth3.ini" };
    const { code, stdout } = await runGuard(EXPOSED, { cwd, env });
    expect(code).toBe(78);
    expect(flat(stdout)).toContain("auth3.ini does not exist");
    expect(flat(stdout)).toContain("fix name the file that is meant: MLFLOW_AUTH_CONFIG_PATH=FILE");
  });
});
