import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/facts/files/environment.ts";
import { gatherFacts } from "../../src/facts/gather.ts";
import type { Facts } from "../../src/facts/types.ts";
import { parseArgv } from "../../src/intent/argv/argv.ts";
import { buildIntent } from "../../src/intent/build-intent.ts";
import { MLFLOW } from "../support/world.ts";

const KEK = "MLFLOW_CRYPTO_KEK_PASSPHRASE";
const PUBLISHED = "mlflow-default-kek-passphrase-for-development-only";
const AROUND = {
  uid: process.getuid?.() ?? -1,
  program: "mlflow-guard",
  npmStart: false,
  today: "2026-11-24",
  canConfirm: false,
  pid: 2,
  parent: 1,
  resolver: async () => [],
};

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard-gather-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function gather(
  env: Record<string, string>,
  pid = 2,
  mlflow: Facts["mlflow"] = MLFLOW,
  words: readonly string[] = [],
): Promise<Facts> {
  const read = await readEnvironment(env, { cwd, uid: AROUND.uid }, undefined);
  const { intent } = buildIntent("server", parseArgv(words), read.environment, read.envFile);
  return gatherFacts(intent, read, mlflow, { ...AROUND, cwd, pid });
}

describe("the facts", () => {
  it.each([
    [1, true],
    [2, false],
    [11, false],
  ])("tell PID %d to be the first: %s", async (pid, first) => {
    expect((await gather({}, pid)).isPid1).toBe(first);
  });

  it.each([
    [PUBLISHED, true],
    ["Kx7-strong-and-long-value-for-tests-9Qz", false],
  ])("hold the gateway's passphrase and whether it is published: %s", async (value, published) => {
    const { kekPassphrase } = await gather({ [KEK]: value });
    expect(kekPassphrase).toMatchObject({
      name: KEK,
      origin: { kind: "env", name: KEK },
      grade: { published },
    });
    expect(kekPassphrase?.secret.reveal()).toBe(value);
  });

  it("hold none where it is missing or empty", async () => {
    expect((await gather({})).kekPassphrase).toBeNull();
    expect((await gather({ [KEK]: "" })).kekPassphrase).toBeNull();
  });

  it("hold the databases that others reach, and leave other users to be looked up later", async () => {
    writeFileSync(join(cwd, "mlflow.db"), "");
    chmodSync(join(cwd, "mlflow.db"), 0o644);
    chmodSync(cwd, 0o755);
    const { openStores, otherUsers } = await gather({});
    expect(openStores).toMatchObject([{ file: "mlflow.db", mode: 0o644 }]);
    expect(otherUsers).toEqual([]);
  });

  it("hold the folders of artifacts, and which files of this start lie in them", async () => {
    const secret = "MLFLOW_AUTH_ADMIN_PASSWORD=x\n";
    const ini = "[mlflow]\nadmin_password = x\n";
    const kinds = async (dotenv: string, config: string) => {
      writeFileSync(join(cwd, ".env"), dotenv);
      writeFileSync(join(cwd, "auth.ini"), config);
      const env = { MLFLOW_AUTH_CONFIG_PATH: "auth.ini", MLFLOW_ARTIFACTS_DESTINATION: "." };
      const [folder] = (await gather(env)).artifactFolders;
      return folder?.holds.map(({ file, kind }) => `${kind} ${file}`);
    };
    expect(await kinds(secret, ini)).toEqual([
      "secrets .env",
      "secrets auth.ini",
      "accounts basic_auth.db",
      "data mlflow.db",
    ]);
    const settings = ["settings .env", "settings auth.ini"];
    expect(await kinds("", "[mlflow]\ndatabase_uri = sqlite:///auth.db\n")).toEqual([
      ...settings,
      "accounts auth.db",
      "data mlflow.db",
    ]);
  });

  it("know where the packages of MLflow are", async () => {
    const sitePackages = join(cwd, "lib/site-packages");
    const env = { MLFLOW_ARTIFACTS_DESTINATION: cwd };
    const nature = async (mlflow: Facts["mlflow"]) =>
      (await gather(env, 2, mlflow)).artifactFolders[0]?.nature;
    expect(await nature({ ...MLFLOW, sitePackages })).toMatchObject({ kind: "code" });
    expect([await nature(MLFLOW), await nature(null)]).toEqual([null, null]);
  });

  it("hold the modules in the working directory that would hide others", async () => {
    writeFileSync(join(cwd, "mine.py"), "");
    expect((await gather({}, 2, { ...MLFLOW, standardLibrary: null })).shadowing).toEqual(["mine"]);
    expect((await gather({})).shadowing).toEqual([]);
    expect((await gather({}, 2, null)).shadowing).toEqual([]);
  });

  it("judge each folder of LD_LIBRARY_PATH, the empty one too", async () => {
    chmodSync(cwd, 0o700);
    const LD_LIBRARY_PATH = `/usr/lib:;${cwd}`;
    expect((await gather({ LD_LIBRARY_PATH })).libraryPath).toEqual([
      { entry: "/usr/lib", reason: null },
      { entry: "", reason: { code: "relative" } },
      { entry: cwd, reason: { code: "inside" } },
    ]);
    expect((await gather({})).libraryPath).toEqual([]);
  });

  it("judge an entry of PYTHONPATH where nothing is known of the installed modules", async () => {
    const folder = mkdtempSync(join(tmpdir(), "guard-entry-"));
    writeFileSync(join(folder, "mine.py"), "");
    const reasons = async (mlflow: Facts["mlflow"]) =>
      (await gather({ PYTHONPATH: folder }, 2, mlflow)).pythonPath.map(({ reason }) => reason);
    expect(await reasons({ ...MLFLOW, standardLibrary: null })).toEqual([
      { code: "hides", module: "mine", instead: false },
    ]);
    expect(await reasons(MLFLOW)).toEqual([null]);
    expect(await reasons(null)).toEqual([null]);
    rmSync(folder, { recursive: true });
  });

  it("have the key of the login that would run", async () => {
    const env = {
      SECRET_KEY: "same",
      OIDC_CLIENT_SECRET: "same",
      MLFLOW_FLASK_SERVER_SECRET_KEY: "x",
    };
    const own = await gather(env);
    expect(own.secretKey?.name).toBe("MLFLOW_FLASK_SERVER_SECRET_KEY");
    const { secretKey } = await gather(env, 2, MLFLOW, ["--app-name", "oidc-auth"]);
    expect(secretKey?.name).toBe("SECRET_KEY");
    expect(secretKey?.grade.weak).toContain("another secret has the same value");
  });

  it("have a named env file with a secret of the plugin, for the check of its mode", async () => {
    writeFileSync(join(cwd, "my.env"), "OIDC_CLIENT_SECRET=abc\n", { mode: 0o644 });
    const read = await readEnvironment({}, { cwd, uid: AROUND.uid }, "my.env");
    const { intent } = buildIntent("server", parseArgv([]), read.environment, read.envFile);
    const { files } = await gatherFacts(intent, read, MLFLOW, { ...AROUND, cwd });
    expect(files).toMatchObject([{ file: "my.env", othersRead: true }]);
  });

  it.each([
    ["the launcher's", ["--guard-tls-cert", "cert.pem", "--guard-tls-key", "key.pem"]],
    ["uvicorn's", ["--uvicorn-opts", "--ssl-keyfile key.pem --ssl-certfile cert.pem"]],
    ["gunicorn's", ["--gunicorn-opts", "--keyfile key.pem --certfile cert.pem"]],
  ])("have the TLS key, which everybody may read, not its group alone: %s", async (_whose, words) => {
    for (const name of ["key.pem", "cert.pem"]) writeFileSync(join(cwd, name), "");
    const filesOf = async (mode: number) => {
      chmodSync(join(cwd, "key.pem"), mode);
      return (await gather({}, 2, MLFLOW, words)).files;
    };
    expect(await filesOf(0o644)).toEqual([{ file: "key.pem", othersRead: true }]);
    expect(await filesOf(0o640)).toEqual([{ file: "key.pem", othersRead: false }]);
  });
});

describe("the MLflow that is launched", () => {
  it("is judged by each file that is run on the way to its Python", async () => {
    const step = join(cwd, "behind.sh");
    writeFileSync(step, "#!/bin/sh\n");
    const openings = async (mode: number) => {
      chmodSync(step, mode);
      const { changeable } = await gather({}, 2, { ...MLFLOW, followed: [step] });
      return changeable.filter(({ role, file }) => role === "code" && file.endsWith("behind.sh"));
    };
    expect(await openings(0o755)).toEqual([]);
    expect(await openings(0o777)).toMatchObject([{ openings: [{ how: "everybody" }] }]);
  });
});
