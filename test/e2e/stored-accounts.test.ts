import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeStores, type StoredAccount } from "../support/accounts.ts";
import {
  commandFolder,
  freePort,
  JOBS_OFF,
  makeFolder,
  PYTHON,
  runGuard,
  start,
  waitFor,
} from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { flat, LOGIN, startStandIn } from "../support/stand-in.ts";

const PASSWORD = LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD;
const NO_PASSWORD = { MLFLOW_AUTH_ADMIN_PASSWORD: "" };
const STORE = "MLFLOW_GUARD_AUTH_DATABASE_URI";
const OPEN = ["--host", "0.0.0.0"];
const OTHER = "another-Otter-58-harbour";

const admin = (password: string, user = "admin"): StoredAccount => ({
  user,
  password,
  admin: true,
});

/** One store of each kind, made once: MLflow's migrations take their time. */
const STORES: Readonly<Record<string, readonly StoredAccount[]>> = {
  other: [admin(OTHER)],
  configured: [admin(PASSWORD)],
  short: [admin("password")],
  legacy: [admin("password1234")],
  "two admins": [admin(PASSWORD), admin("password", "root")],
  "plain user": [admin(PASSWORD), { user: "bob", password: "password", admin: false }],
  empty: [],
  clean: [admin(PASSWORD), admin(OTHER, "root")],
  elsewhere: [admin(OTHER, "root")],
};

const SPOIL = `
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    insert = "INSERT INTO users (username, password_hash, is_admin) VALUES "
    db.execute(insert + "('ada', 'scrypt:3:8:1$a$b', 1)")
    db.execute(insert + "(CAST(X'e9' AS TEXT), 'x', 1)")
`;

const LOCK = `
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
time.sleep(60)
`;

let folder = "";
const file = (name: string) => join(folder, name, "basic_auth.db");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guard-test-"));
  for (const name of Object.keys(STORES)) mkdirSync(join(folder, name));
  makeStores(
    Object.entries(STORES).map(([name, accounts]) => [`sqlite:///${file(name)}`, accounts]),
  );
  // Beside a hash that nothing checks and a name that is no text: who comes after them is tried all the same.
  mkdirSync(join(folder, "spoiled"));
  copyFileSync(file("two admins"), file("spoiled"));
  execFileSync(PYTHON, ["-c", SPOIL, file("spoiled")]);
  mkdirSync(join(folder, "junk"));
  writeFileSync(file("junk"), "this is no database, whatever its name says\n");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Scene {
  readonly env?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  readonly version?: string;
}

/** A start on a store that lies elsewhere, with a stand-in that plays the server. */
function startOn(uri: string, { env = {}, words = OPEN, version }: Scene = {}) {
  return startStandIn("good", words, { ...env, [STORE]: uri }, version);
}

async function refusal(name: string, scene: Scene = {}) {
  const { guard } = await startOn(`sqlite:///${file(name)}`, scene);
  const { code, stderr } = await guard.ended;
  return [code, flat(stderr)];
}

async function startedWith(name: string, scene: Scene = {}) {
  const { guard } = await startOn(`sqlite:///${file(name)}`, scene);
  await guard.ready();
  await guard.stop();
  return flat(guard.stderr());
}

describe("a start is refused", () => {
  it.each([
    ["the admin", "short", {}, '"admin"'],
    ["another admin", "two admins", {}, '"root"'],
    ["another admin, among hashes that are none", "spoiled", {}, '"root"'],
    ["the admin, on loopback", "short", { words: ["--app-name", "basic-auth"] }, '"admin"'],
    ["the admin, and no password is configured", "short", { env: NO_PASSWORD }, '"admin"'],
    ["the admin, in a version that takes it", "legacy", { version: "3.16.0" }, '"admin"'],
  ] as const)("where a published password is stored for %s", async (_who, name, scene, user) => {
    expect(await refusal(name, scene)).toEqual([
      78,
      expect.stringContaining(
        `default-admin-password what the account ${user} in ${file(name)} still has a password that MLflow published`,
      ),
    ]);
  });

  it("where a published password is stored in the replica that answers log-ins", async () => {
    const config = [
      "[mlflow]",
      "default_permission = READ",
      `database_uri = sqlite:///${file("clean")}`,
      `read_database_uri = sqlite:///${file("two admins")}`,
      "admin_username = admin",
      "",
    ].join("\n");
    const cwd = makeFolder({ "auth.ini": config });
    const env = { ...LOGIN, MLFLOW_AUTH_CONFIG_PATH: "auth.ini" };
    const { code, stderr } = await runGuard(["server", ...OPEN], { cwd, env });
    expect([code, flat(stderr)]).toEqual([78, expect.stringContaining('the account "root" in')]);
  });

  it("where the store cannot be looked at, though a password is configured", async () => {
    expect(await refusal("junk")).toEqual([
      78,
      expect.stringContaining("could not be looked at (DatabaseError): one of them may have"),
    ]);
  });

  it.each([
    ["a host", "sqlite://@/good.db"],
    ["a file: URI", "sqlite:///file:good.db?uri=true&mode=rwc"],
    ["options of its own", "sqlite:////tmp/good.db?mode=rwc"],
  ])("where the store is spelled with %s", async (_what, uri) => {
    const { guard } = await startOn(uri);
    const { code, stderr } = await guard.ended;
    expect([code, flat(stderr)]).toEqual([
      78,
      expect.stringContaining("database_uri is no plain sqlite:///PATH"),
    ]);
  });

  it.each([
    ["no account at all", "empty", 'there is no account "admin" in '],
    ["only an account of another name", "elsewhere", 'there is no account "admin" in '],
    ["something that is no database", "junk", "could not be looked at (DatabaseError)"],
  ])("where no password is configured and there is %s", async (_what, name, text) => {
    const [code, said] = await refusal(name, { env: NO_PASSWORD });
    expect([code, said]).toEqual([78, expect.stringContaining("admin-password-missing what")]);
    expect(said).toContain(text);
  });
});

describe("a start is allowed", () => {
  it("without a word where the configured password is the stored one", async () => {
    expect(await startedWith("configured")).not.toMatch(/stored|looked at|default-admin/);
  });

  it("without a password variable where the admin exists", async () => {
    const said = await startedWith("other", { env: NO_PASSWORD });
    expect(said).not.toMatch(/admin-password-missing|warning: /);
  });

  it("with a word where MLflow ignores the configured password", async () => {
    expect(await startedWith("other")).toContain(
      `MLFLOW_AUTH_ADMIN_PASSWORD (environment) is not the password that the account "admin" in ${file("other")} has, and MLflow keeps the stored one`,
    );
  });

  it("where MLflow itself puts the configured password in the place of the published one", async () => {
    expect(await startedWith("legacy")).not.toContain("default-admin-password");
  });

  it("where nobody can log in, which is said", async () => {
    expect(await startedWith("legacy", { env: NO_PASSWORD })).toContain(
      "nobody can log in with it",
    );
  });

  it("where a person who is no admin has a weak password, which is theirs", async () => {
    expect(await startedWith("plain user")).not.toContain("default-admin-password");
  });

  it("where a remote store cannot be looked at, which is said without its address", async () => {
    const port = await freePort();
    const uri = `postgresql://someone:h0use-Sparrow@127.0.0.1:${port}/accounts`;
    const { guard } = await startOn(uri);
    await guard.ready();
    await guard.stop();
    const said = flat(guard.stderr());
    expect(said).toMatch(/accounts in the remote store were not looked at \(\w+\)/);
    expect(said).not.toMatch(/h0use-Sparrow|someone/);
  });
});

describe("user passwd --offline", () => {
  /** A folder with a copy of a store under the name that MLflow gives it. */
  function here(name: string): string {
    const cwd = makeFolder();
    copyFileSync(file(name), join(cwd, "basic_auth.db"));
    return cwd;
  }

  it("is what the refusal prints, and clears it: the real MLflow then takes the new password", async () => {
    const cwd = here("short");
    const port = String(await freePort());
    const words = ["server", "--host", "0.0.0.0", "--port", port, "--workers", "1"];
    const env = { ...LOGIN, ...JOBS_OFF };
    const first = await runGuard(words, { cwd, env });
    expect(first.code).toBe(78);
    const printed = /^to start it:\n {2}(.+)$/m.exec(first.stderr)?.[1] ?? "";
    expect(printed).toContain("mlflow-guard user passwd admin --offline");
    const fixed = start("/bin/sh", ["-c", printed], {
      cwd,
      env: { ...env, PATH: commandFolder() },
      group: true,
    });
    await fixed.ready();
    const asked = (password: string) =>
      ask(`http://127.0.0.1:${port}${EXPERIMENTS}`, { headers: basic("admin", password) });
    expect((await asked("password")).status).toBe(401);
    expect((await asked(PASSWORD)).status).toBe(200);
    const { stderr, stdout } = await fixed.stop();
    expect(flat(stderr)).toContain("has the configured password now");
    expect(stderr + stdout).not.toContain(PASSWORD);
  });

  it("shows a password that it made once, on stdout alone", async () => {
    const cwd = here("two admins");
    const ended = await runGuard(["user", "passwd", "root", "--offline"], { cwd, env: LOGIN });
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringMatching(/^[\w-]{24}\n$/)]);
    expect(ended.stderr).toContain("which cannot be shown again");
    expect(ended.stderr).not.toContain(ended.stdout.trim());
    const { guard } = await startOn(`sqlite:///${join(cwd, "basic_auth.db")}`);
    await guard.ready();
    await guard.stop();
    expect(guard.stderr()).not.toContain("default-admin-password");
  });

  it.each([
    ["an account that is not there", "other", "nobody", 'there is no account "nobody" in it'],
    ["what is no database", "junk", "admin", "could not be changed (DatabaseError)"],
  ])("changes nothing for %s", async (_what, name, user, text) => {
    const ended = await runGuard(["user", "passwd", user, "--offline"], {
      cwd: here(name),
      env: LOGIN,
    });
    expect([ended.code, flat(ended.stderr), ended.stdout]).toEqual([
      1,
      expect.stringContaining(text),
      "",
    ]);
  });

  it("says that another program keeps the database locked", async () => {
    const cwd = here("other");
    const hold = start(PYTHON, ["-c", LOCK, join(cwd, "basic_auth.db")]);
    await waitFor(() => hold.stdout().includes("locked"));
    const words = ["user", "passwd", "admin", "--offline"];
    const ended = await runGuard(words, { cwd, env: LOGIN });
    expect([ended.code, flat(ended.stderr)]).toEqual([
      1,
      expect.stringContaining("could not be changed (another program keeps the database locked)"),
    ]);
  });

  it.each([
    ["a URI file that is missing", { [`${STORE}_FILE`]: "/nowhere/at/all" }, "does not exist"],
    ["a config that is missing", { MLFLOW_AUTH_CONFIG_PATH: "/nowhere/at/all" }, "does not exist"],
  ])("touches no store with %s: it might be another one", async (_what, more, text) => {
    const cwd = here("other");
    const env = { ...LOGIN, ...more };
    const ended = await runGuard(["user", "passwd", "admin", "--offline"], { cwd, env });
    expect([ended.code, flat(ended.stderr)]).toEqual([1, expect.stringContaining(text)]);
    expect(readFileSync(join(cwd, "basic_auth.db"))).toEqual(readFileSync(file("other")));
  });

  it("opens no store by a URI of an env file that may choose code", async () => {
    const cwd = makeFolder({ "my.env": `${STORE}=snowflake://h/db\n` });
    const env = { ...LOGIN, MLFLOW_GUARD_ENV_FILE: "my.env" };
    const ended = await runGuard(["user", "passwd", "admin", "--offline"], { cwd, env });
    expect([ended.code, flat(ended.stderr)]).toEqual([
      1,
      expect.stringContaining(`${STORE} (my.env:1) has the scheme snowflake`),
    ]);
  });

  it("has nothing to change where there are no accounts yet, and makes none", async () => {
    const cwd = makeFolder();
    const ended = await runGuard(["user", "passwd", "admin", "--offline"], { cwd, env: LOGIN });
    expect([ended.code, flat(ended.stderr)]).toEqual([
      1,
      expect.stringContaining("there are no accounts yet"),
    ]);
  });

  it("takes a password from a file, and weighs that one, too", async () => {
    const cwd = here("other");
    const words = ["user", "passwd", "admin", "--offline", "--password-file", "pw.txt"];
    writeFileSync(join(cwd, "pw.txt"), "password1234\n");
    const weak = await runGuard(words, { cwd, env: LOGIN });
    expect([weak.code, flat(weak.stderr)]).toEqual([
      1,
      expect.stringContaining("the new password is weak: it is a published sample"),
    ]);
    writeFileSync(join(cwd, "pw.txt"), `${PASSWORD}-2\n`);
    expect((await runGuard(words, { cwd, env: LOGIN })).code).toBe(0);
    const { guard } = await startOn(`sqlite:///${join(cwd, "basic_auth.db")}`, {
      env: { MLFLOW_AUTH_ADMIN_PASSWORD: `${PASSWORD}-2` },
    });
    await guard.ready();
    await guard.stop();
    expect(guard.stderr()).not.toContain("MLflow keeps the stored one");
  });

  it("does not put a weak configured password in", async () => {
    const env = { ...LOGIN, MLFLOW_AUTH_ADMIN_PASSWORD: "aaaaaaaaaaaa" };
    const ended = await runGuard(["user", "passwd", "admin", "--offline"], {
      cwd: here("other"),
      env,
    });
    expect([ended.code, flat(ended.stderr)]).toEqual([
      1,
      expect.stringContaining("the new password is weak: it can be guessed"),
    ]);
  });
});
