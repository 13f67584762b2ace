import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whenFinished } from "../support/guard.ts";
import { needs } from "../support/needs.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const [ALICE, BOB] = [41_001, 41_002];
const SECRETS = [
  "MLFLOW_FLASK_SERVER_SECRET_KEY=Zq8-vT2m_Lx5RkW9nB4cYh7JdF3gPs6A",
  "MLFLOW_AUTH_ADMIN_PASSWORD=unusual-Falcon-71-drift",
  "MLFLOW_CRYPTO_KEK_PASSPHRASE=nQ4-uH8s_Vb2KwX6mT9cLr3JfD7gYp5E",
];
const CONFIG =
  "[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///basic_auth.db\nadmin_username = admin\nauthorization_function = mlflow.server.auth:authenticate_request_basic_auth\n";

/** The program where every account can run it, whatever holds the clone. */
let program: string;
beforeAll(() => {
  program = mkdtempSync(join(tmpdir(), "guard-program-"));
  chmodSync(program, 0o755);
  for (const name of ["bin", "dist", "package.json"]) {
    cpSync(join(ROOT, name), join(program, name), { recursive: true });
  }
});
afterAll(() => rmSync(program, { recursive: true }));

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly what: string;
}

/** A folder of Alice's with the secrets, an authorization config and no database yet. */
function home(owner = ALICE): string {
  const folder = mkdtempSync(join(tmpdir(), "guard-home-"));
  whenFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  put(join(folder, ".env"), `${SECRETS.join("\n")}\n`, owner);
  put(join(folder, "auth.ini"), CONFIG, owner);
  chownSync(folder, owner, owner);
  return folder;
}

function put(path: string, text: string, owner = ALICE, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  chownSync(path, owner, owner);
}

/** What `check` says to that account about an exposed start in this folder. */
function check(cwd: string, uid: number, env: Readonly<Record<string, string>> = {}) {
  const words = ["check", "--format", "json", "--host", "192.168.7.7", "--app-name", "basic-auth"];
  const as = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
  const command = [...as, process.execPath, join(program, "bin/mlflow-guard.js"), ...words];
  const { status, stdout, stderr } = spawnSync("setpriv", command, {
    cwd,
    env: { PATH: "/usr/bin:/bin", HOME: cwd, ...env },
    encoding: "utf8",
  });
  const report = stdout.startsWith("{") ? JSON.parse(stdout) : { findings: [] };
  const changed: Finding[] = report.findings.filter(({ id }: Finding) =>
    /^(?:secret-file|store)-readable$/.test(id),
  );
  return { status, stderr, found: changed.map(({ severity, what }) => `${severity} ${what}`) };
}

const ACLS = needs("root", "an account alone in its group", "setfacl and a file system with ACLs");

describe("another account of the machine", needs("root"), () => {
  it("finds nothing to say where everything is one's own", () => {
    expect(check(home(), ALICE)).toMatchObject({ status: 0, found: [] });
  });

  it.each([
    [
      "the accounts, by their mode",
      (cwd: string) => put(join(cwd, "basic_auth.db"), "x", ALICE, 0o666),
      "basic_auth.db can be written by every account",
    ],
    [
      "the accounts, as their owner",
      (cwd: string) => put(join(cwd, "basic_auth.db"), "x", BOB),
      "basic_auth.db belongs to another account (uid 41002)",
    ],
    [
      "the secrets, by their mode",
      (cwd: string) => chmodSync(join(cwd, ".env"), 0o660),
      ".env can be written by its group",
    ],
    [
      "everything, through the folder",
      (cwd: string) => chmodSync(cwd, 0o777),
      "can be written by every account",
    ],
    [
      "everything, as the folder's owner",
      (cwd: string) => chownSync(cwd, BOB, BOB),
      "belongs to another account (uid 41002)",
    ],
    ["the first to make the accounts", (cwd: string) => chmodSync(cwd, 0o1777), "basic_auth.db"],
  ])("is refused to decide the login: %s", (_what, open, text) => {
    const cwd = home();
    open(cwd);
    const { status, found } = check(cwd, ALICE);
    expect(status).toBe(78);
    expect(found.filter((one) => one.startsWith("error")).join("\n")).toContain(text);
  });

  it("is refused by a config and a secret file that are only named", () => {
    const cwd = home();
    const shared = mkdtempSync(join(tmpdir(), "guard-shared-"));
    whenFinished(() => rmSync(shared, { recursive: true, force: true }));
    chmodSync(shared, 0o777);
    put(join(shared, "auth.ini"), CONFIG.replace("basic_auth", `${cwd}/basic_auth`), ALICE);
    put(join(cwd, "password"), "unusual-Falcon-72-drift\n", BOB, 0o644);
    const config = check(cwd, ALICE, { MLFLOW_AUTH_CONFIG_PATH: join(shared, "auth.ini") });
    expect([config.status, config.found]).toMatchObject([78, [expect.stringContaining(shared)]]);
    const secret = { MLFLOW_AUTH_ADMIN_PASSWORD_FILE: join(cwd, "password") };
    expect(check(cwd, ALICE, secret).status).toBe(78);
    // What was mounted into a container belongs to an account of the host; nobody in there can act as it.
    chmodSync(join(cwd, "password"), 0o444);
    expect(check(cwd, ALICE, { ...secret, container: "docker" })).toMatchObject({
      status: 0,
      found: [
        expect.stringMatching(/^warning .*uid 41002/),
        expect.stringMatching(/^warning .*read/),
      ],
    });
  });

  it(
    "is refused by an ACL, where the bits of one's own group alone count for nothing",
    ACLS,
    () => {
      const own = 1;
      const cwd = home(own);
      put(join(cwd, "k/pw"), "unusual-Falcon-72-drift\n", own);
      put(join(cwd, "basic_auth.db"), "x", own);
      const env = {
        MLFLOW_AUTH_CONFIG_PATH: join(cwd, "auth.ini"),
        MLFLOW_AUTH_ADMIN_PASSWORD_FILE: join(cwd, "k/pw"),
      };
      chownSync(join(cwd, "k"), own, own);
      for (const open of [".", "k"]) chmodSync(join(cwd, open), 0o775);
      chmodSync(join(cwd, "auth.ini"), 0o664);
      expect(check(cwd, own, env).status).toBe(0);
      const writers = "can be written by the accounts in its ACL";
      for (const [name, text] of [
        [".env", `.env ${writers}`],
        ["basic_auth.db", `basic_auth.db ${writers}`],
        ["k", `/k, which leads to ${cwd}/k/pw, ${writers}`],
      ] as const) {
        execFileSync("setfacl", ["-m", `u:${BOB}:rwx`, join(cwd, name)]);
        const { status, found } = check(cwd, own, env);
        expect([name, status]).toEqual([name, 78]);
        expect(found.filter((one) => one.startsWith("error")).join("\n")).toContain(text);
        execFileSync("setfacl", ["-b", join(cwd, name)]);
      }
    },
  );

  it("is believed where it is root", () => {
    const cwd = home();
    put(join(cwd, "password"), "unusual-Falcon-72-drift\n", 0, 0o444);
    const secret = { MLFLOW_AUTH_ADMIN_PASSWORD_FILE: join(cwd, "password") };
    expect(check(cwd, ALICE, secret).status).toBe(0);
  });
});
