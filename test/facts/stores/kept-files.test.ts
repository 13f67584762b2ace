import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnvironment } from "../../../src/facts/files/environment.ts";
import { readKeptFiles } from "../../../src/facts/stores/kept-files.ts";
import { parseArgv } from "../../../src/intent/argv/argv.ts";
import { buildIntent } from "../../../src/intent/build-intent.ts";
import { Secret } from "../../../src/secrets/secret.ts";
import { factsOf } from "../../support/world.ts";

const origin = { kind: "env", name: "HOME" } as const;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard-kept-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function kept(
  words: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  { authConfig = false, envFile = false, store = factsOf({}).authStore } = {},
): Promise<string[]> {
  const read = await readEnvironment(
    { HOME: "/none", ...env },
    { cwd, uid: process.getuid?.() ?? -1 },
    undefined,
  );
  const { intent } = buildIntent("server", parseArgv(words), read.environment, read.envFile);
  return readKeptFiles(intent, read, store, { authConfig, envFile }, cwd, process.getuid?.() ?? -1)
    .filter(({ file }) => file !== tmpdir())
    .map(({ kind, file }) => `${kind} ${file.replace(cwd, "CWD")}`);
}

const ACCOUNTS = "accounts /home/ada/project/basic_auth.db";

describe("the files that nobody may fetch or replace", () => {
  it("are the accounts and the database, there or not", async () => {
    expect(await kept()).toEqual([ACCOUNTS, "data CWD/mlflow.db"]);
  });

  it("are all SQLite files of MLflow", async () => {
    const words = ["--backend-store-uri", "sqlite:///a.db", "--registry-store-uri", "sqlite:////b"];
    expect(await kept(words)).toEqual([ACCOUNTS, "data CWD/a.db", "data /b"]);
    expect(await kept(["--backend-store-uri", "postgresql://db/x"])).toEqual([ACCOUNTS]);
  });

  it("have no database where artifacts alone are served, unless one is there", async () => {
    expect(await kept(["--artifacts-only"])).toEqual([ACCOUNTS]);
    writeFileSync(join(cwd, "mlflow.db"), "");
    expect(await kept(["--artifacts-only"])).toEqual([ACCOUNTS, "data CWD/mlflow.db"]);
  });

  it("have the accounts' replica, and no accounts of another machine", async () => {
    const replicas = [{ uri: new Secret("x"), file: join(cwd, "copy.db") }];
    const store = { ...factsOf({}).authStore, file: null, replicas };
    const [first] = await kept([], {}, { store });
    expect(first).toBe("accounts CWD/copy.db");
  });

  it("have the env file, as secrets or as settings", async () => {
    writeFileSync(join(cwd, ".env"), "MLFLOW_PORT=5001\n");
    expect((await kept([], {}, { envFile: false }))[0]).toBe("settings CWD/.env");
    expect((await kept([], {}, { envFile: true }))[0]).toBe("secrets CWD/.env");
  });

  it("have the authorization config, as secrets or as settings", async () => {
    const env = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };
    expect((await kept([], env))[0]).toBe("settings CWD/auth.ini");
    expect((await kept([], env, { authConfig: true }))[0]).toBe("secrets CWD/auth.ini");
  });

  it("have secret files and the keys of certificates", async () => {
    writeFileSync(join(cwd, "password"), "x");
    const env = { MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "password" };
    const cert = ["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"];
    const secrets = ["secrets CWD/password", "secrets CWD/k.pem"];
    expect((await kept(cert, env)).slice(0, 2)).toEqual(secrets);
    const own = ["--uvicorn-opts", "--ssl-certfile c.pem --ssl-keyfile own.pem"];
    expect((await kept(own))[0]).toBe("secrets CWD/own.pem");
    expect((await kept(["--gunicorn-opts", "--keyfile own.pem"]))[0]).toBe("secrets CWD/own.pem");
  });

  it("have the folder of the run, where it will be", async () => {
    const at = async (env: Readonly<Record<string, string>>) =>
      (await kept([], env)).filter((line) => line.startsWith("private"));
    expect(await at({ XDG_STATE_HOME: cwd })).toEqual(["private CWD/mlflow-guard"]);
    expect(await at({ HOME: cwd })).toEqual(["private CWD/.local/state/mlflow-guard"]);
    expect(await at({ HOME: join(cwd, "none") })).toEqual([]);
    const read = await readEnvironment({}, { cwd, uid: -1 }, undefined);
    const { intent } = buildIntent("server", parseArgv([]), read.environment, read.envFile);
    const nobody = { ...intent, environment: new Map([["HOME", { value: "/none", origin }]]) };
    const secret = { authConfig: false, envFile: false };
    const all = readKeptFiles(nobody, read, factsOf({}).authStore, secret, cwd, -1);
    expect(all).toContainEqual({ kind: "private", file: tmpdir() });
  });

  it("have the audit log, however it was named", async () => {
    const log = "audit CWD/logs/audit.log";
    expect(await kept(["--guard-audit-log", "logs/audit.log"])).toContain(log);
    expect(await kept([], { MLFLOW_GUARD_AUDIT_LOG: "logs/audit.log" })).toContain(log);
  });

  it("count once, as what weighs most", async () => {
    const store = { ...factsOf({}).authStore, file: join(cwd, "mlflow.db") };
    expect(await kept([], {}, { store })).toEqual(["accounts CWD/mlflow.db"]);
  });
});
