import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, PYTHON, runGuard, start } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { flat } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";

const KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY";
const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
const KEK = "MLFLOW_CRYPTO_KEK_PASSPHRASE";
const NAMES = [KEY, "MLFLOW_AUTH_ADMIN_USERNAME", PASSWORD, KEK];

const mode = (path: string) => statSync(path).mode & 0o777;
const settings = (text: string) =>
  new Map(
    text.split("\n").flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? ""] as const];
    }),
  );

describe("init into an env file", () => {
  it("writes 0600 from a cryptographic source, and never again", async () => {
    const cwd = makeFolder({ ".git/HEAD": "ref: refs/heads/main\n" });
    const first = await runGuard(["init"], { cwd });
    const text = readFileSync(join(cwd, ".env"), "utf8");
    expect([first.code, mode(join(cwd, ".env"))]).toEqual([0, 0o600]);
    expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toBe("/.env\n");
    const second = await runGuard(["init"], { cwd });
    expect([second.code, second.stdout]).toEqual([
      0,
      expect.stringContaining("nothing was changed"),
    ]);
    expect(readFileSync(join(cwd, ".env"), "utf8")).toBe(text);
    const other = makeFolder();
    await runGuard(["init"], { cwd: other });
    const values = (all: string) => all.match(/(?<==).{20,}/g) ?? [];
    const both = [...values(text), ...values(readFileSync(join(other, ".env"), "utf8"))];
    expect(new Set(both).size).toBe(6);
    for (const value of both) expect(first.stdout + second.stdout).not.toContain(value);
  });

  it("keeps the rest of a file, and rotates only what is named, several at once", async () => {
    const cwd = makeFolder({
      ".env": `# mine\nexport MLFLOW_PORT=5001\n${KEY}="two\nlines"\nMLFLOW_AUTH_ADMIN_USERNAME=ada\n`,
    });
    await runGuard(["init"], { cwd });
    const before = settings(readFileSync(join(cwd, ".env"), "utf8"));
    writeFileSync(join(cwd, "basic_auth.db"), "accounts");
    const { stdout } = await runGuard(["init", "--rotate", KEY, "--rotate", PASSWORD], { cwd });
    const text = readFileSync(join(cwd, ".env"), "utf8");
    expect(text).toMatch(/^# mine\nexport MLFLOW_PORT=5001\nMLFLOW_AUTH_ADMIN_USERNAME=ada\n/);
    expect(text).not.toMatch(/two|lines/);
    const after = settings(text);
    expect([...after.keys()].sort()).toEqual([...NAMES].sort());
    const same = NAMES.filter((name) => after.get(name) === before.get(name));
    expect(same.sort()).toEqual([KEK, "MLFLOW_AUTH_ADMIN_USERNAME"].sort());
    expect(flat(stdout)).toContain(`${KEY}: everybody is logged out`);
    expect(flat(stdout)).toContain(`${PASSWORD}: an account that exists keeps its old password`);
    expect(stdout).toContain(
      "next, with the server stopped:\n  mlflow-guard user passwd ada --offline\n  mlflow-guard server",
    );
    expect(existsSync(join(cwd, ".gitignore"))).toBe(false);
  });

  it.each([
    [
      "a weak secret and a weak password that are there",
      { [KEY]: "my-secret-key", [PASSWORD]: "password1234" },
      [],
      0o700,
    ],
    ["a folder that others can write to", {}, [], 0o777],
    ["an address that a line of the file names", { MLFLOW_HOST: "0.0.0.0" }, [], 0o700],
    ["secrets in files", {}, ["--directory", "s"], 0o777],
    ["a file of its own", { [KEY]: "my-secret-key" }, ["--file", "own.env"], 0o700],
  ] as const)("prints a start that is allowed, beside %s", async (_what, lines, words, folder) => {
    const text = Object.entries(lines).map((pair) => `${pair.join("=")}\n`);
    const cwd = makeFolder({ [words[0] === "--file" ? words[1] : ".env"]: text.join("") });
    chmodSync(cwd, folder);
    const first = await runGuard(["init", ...words], { cwd });
    expect(first.code).toBe(0);
    for (const value of Object.values(lines))
      if (value !== "0.0.0.0") expect(first.stdout).not.toContain(value);
    const pasted = first.stdout
      .slice(first.stdout.indexOf("\nnext") + 1)
      .split("\n")
      .slice(1);
    const program = `${process.execPath} ${BIN}`;
    const commands = pasted
      .join("\n")
      .replaceAll("mlflow-guard server", `${program} check`)
      .replaceAll("mlflow-guard init", `${program} init`);
    const { code, stdout } = await start("sh", ["-ec", commands], { cwd }).ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining("mlflow-guard: allowed.")]);
  });

  it("names what a start needs beside what is there", async () => {
    const cwd = makeFolder({ ".env": `${KEY}=my-secret-key\n${PASSWORD}=password1234\n` });
    await runGuard(["init"], { cwd });
    const { stdout } = await runGuard(["init"], { cwd });
    expect(flat(stdout)).toContain(".env has every secret of a login; nothing was changed");
    expect(stdout).toContain("\na start needs more:\n  - secret-key-weak: ");
    expect(stdout).toMatch(/\n {2}- default-admin-password: /);
    const command = `mlflow-guard init --rotate ${KEY} --rotate ${PASSWORD} && mlflow-guard server --host 0.0.0.0`;
    expect(stdout).toContain(`\nnext:\n  ${command}\n`);
  });

  it("has no password set of an account that is not there", async () => {
    const cwd = makeFolder();
    const { stdout } = await runGuard(["init", "--rotate", PASSWORD], { cwd });
    expect(stdout).toContain("\nnext:\n  mlflow-guard server --host 0.0.0.0\n");
  });

  it.each([
    [["--username", "ada"], "--username means"],
    [
      ["--username", "ada", "--password-file", "p", "--replace"],
      "--username, --password-file, --replace mean",
    ],
  ])("takes no options of another form: %j", async (words, what) => {
    const cwd = makeFolder();
    const { code, stderr } = await runGuard(["init", ...words], { cwd });
    expect([code, flat(stderr)]).toEqual([
      64,
      expect.stringContaining(`${what} something with --client only`),
    ]);
    expect(flat(stderr)).toContain("add --client, ");
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("names the files of a folder before the step that needs them", async () => {
    const cwd = makeFolder({ "basic_auth.db": "accounts" });
    await runGuard(["init", "--directory", "s"], { cwd });
    const { stdout } = await runGuard(["init", "--directory", "s", "--rotate", PASSWORD], { cwd });
    const lines = (stdout.split("next, with the server stopped:\n")[1] ?? "").trim().split("\n");
    expect(lines.map((line) => line.trim().split(/[ =]/, 3).slice(0, 2))).toEqual([
      ...NAMES.map((name) => ["export", `${name}_FILE`]),
      ["mlflow-guard", "user"],
      ["mlflow-guard", "server"],
    ]);
  });

  it("keeps the passphrase that stored keys need, until it is not needed any more", async () => {
    const cwd = makeFolder();
    await runGuard(["init"], { cwd });
    const old = settings(readFileSync(join(cwd, ".env"), "utf8")).get(KEK);
    const rotate = () => runGuard(["init", "--rotate", KEK], { cwd });
    expect((await rotate()).code).toBe(0);
    const text = readFileSync(join(cwd, ".env"), "utf8");
    expect(settings(text).get(`${KEK}_BEFORE`)).toBe(old);
    expect(settings(text).get("MLFLOW_CRYPTO_KEK_VERSION")).toBe("2");
    const again = await rotate();
    expect([again.code, flat(again.stderr)]).toEqual([
      73,
      expect.stringContaining(`${KEK}_BEFORE is there from the last rotation`),
    ]);
    expect(readFileSync(join(cwd, ".env"), "utf8")).toBe(text);
  });

  it.each([
    ["odd characters", "'a#b c'", "'a#b c'"],
    ["blanks at its ends", "' sp  ace '", "' sp  ace '"],
    ["two lines", '"one\nMLFLOW_HOST=0.0.0.0"', null],
    ["a quote", '"it\'s"', null],
  ])("keeps an old passphrase with %s as it is, or says that it cannot", async (_what, old, kept) => {
    const text = `${KEK}=${old}\n`;
    const cwd = makeFolder({ ".env": text });
    const { code, stderr } = await runGuard(["init", "--rotate", KEK], { cwd });
    const after = readFileSync(join(cwd, ".env"), "utf8");
    if (kept === null) {
      expect([code, flat(stderr)]).toEqual([73, expect.stringContaining("every reader")]);
      expect(after).toBe(text);
    } else expect([code, settings(after).get(`${KEK}_BEFORE`)]).toEqual([0, kept]);
  });

  it("writes through a link", async () => {
    const cwd = makeFolder({ "real.env": "MLFLOW_PORT=5001\n" });
    symlinkSync("real.env", join(cwd, ".env"));
    expect((await runGuard(["init"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "real.env"), "utf8")).toMatch(/^MLFLOW_PORT=5001\n[\s\S]+KEK/);
    expect(readdirSync(cwd).sort()).toEqual([".env", "real.env"]);
  });

  it.each([
    ["a link that leads nowhere", (path: string) => symlinkSync("nothing", path), "leads nowhere"],
    ["a folder", (path: string) => mkdirSync(path), "is no plain file"],
    ["a device", (path: string) => symlinkSync("/dev/null", path), "is no plain file"],
  ])("leaves %s alone", async (_what, make, text) => {
    const cwd = makeFolder();
    make(join(cwd, ".env"));
    const { code, stderr } = await runGuard(["init"], { cwd });
    expect([code, flat(stderr)]).toEqual([73, expect.stringContaining(text)]);
    expect(flat(stderr)).toContain("Nothing was changed.");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it.each([
    ["is there", ".env", [], /\/\.env is in \S+\.gitignore/],
    ["is tracked already", ".env", ["git add -f .env"], /git tracks \.env already/],
    ["is let in again", ".env", ["printf '/.env\\n!.env\\n' > .gitignore"], /would still take/],
    ["has an odd name", "[a] *.env", [], /is in \S+\.gitignore/],
  ] as const)("asks git itself whether a file that %s is kept out", async (_what, name, commands, said) => {
    const cwd = makeFolder({ [name]: "MLFLOW_PORT=5001\n" });
    for (const command of ["git init -q .", ...commands])
      expect((await start("/bin/sh", ["-c", command], { cwd }).ended).code).toBe(0);
    const { code, stdout } = await runGuard(["init", "--file", name], { cwd });
    expect([code, flat(stdout)]).toEqual([0, expect.stringMatching(said)]);
    const status = await start("/usr/bin/git", ["status", "--porcelain", "-uall"], { cwd }).ended;
    if (commands.length === 0) expect(status.stdout).toBe("?? .gitignore\n");
  });

  it("keeps each secret out of git in a folder that is a work tree itself", async () => {
    const cwd = makeFolder();
    await start("/bin/sh", ["-c", "git init -q ."], { cwd }).ended;
    expect((await runGuard(["init", "--directory", "."], { cwd })).code).toBe(0);
    const status = await start("/usr/bin/git", ["status", "--porcelain", "-uall"], { cwd }).ended;
    expect(status.stdout).toBe("?? .gitignore\n");
  });

  it("replaces no file that somebody has open by way of a descriptor", needs("Linux"), async () => {
    const cwd = makeFolder();
    const line = `exec "$0" "$@" --file /dev/stdout > out`;
    const words = ["-c", line, process.execPath, BIN, "init"];
    const { code, stderr } = await start("/bin/sh", words, { cwd }).ended;
    expect([code, readFileSync(join(cwd, "out"), "utf8")]).toEqual([73, ""]);
    expect(flat(stderr)).toContain(
      "/dev/stdout is an open file of a process, and not a place. Nothing",
    );
  });

  it("takes nothing over from another user", needs("root"), async () => {
    const cwd = makeFolder({ ".env": `${KEY}=planted\n`, "theirs/x": "" });
    chownSync(join(cwd, ".env"), 65534, 65534);
    chmodSync(join(cwd, "theirs"), 0o777);
    const file = await runGuard(["init"], { cwd });
    expect([file.code, flat(file.stderr)]).toEqual([
      73,
      expect.stringContaining("belongs to another user. Nothing was changed."),
    ]);
    const folder = await runGuard(["init", "--directory", "theirs"], { cwd });
    expect([folder.code, flat(folder.stderr)]).toEqual([
      73,
      expect.stringContaining("other users can write to"),
    ]);
    expect(readdirSync(join(cwd, "theirs"))).toEqual(["x"]);
    // What nobody named does not speak either.
    const server = await runGuard(["check"], { cwd });
    expect([server.code, flat(server.stderr)]).toEqual([
      64,
      expect.stringContaining("env file .env in this folder belongs to another user"),
    ]);
  });

  it("says what it could not keep out of git", async () => {
    const cwd = makeFolder({ ".git/HEAD": "ref: refs/heads/main\n" });
    mkdirSync(join(cwd, ".gitignore"));
    const { code, stdout } = await runGuard(["init"], { cwd });
    expect([code, flat(stdout)]).toEqual([
      73,
      expect.stringContaining("cannot be written: see to it that .env is never committed"),
    ]);
  });

  it.each([
    [
      "a name that is no secret",
      ["--rotate", "MLFLOW_AUTH_ADMIN_USERNAME"],
      "is no secret of a login",
    ],
    ["a word that is no option", ["secrets.env"], '"secrets.env" is no option of init'],
    [
      "two places",
      ["--file", "a", "--directory", "b"],
      "--file and --directory are given together",
    ],
    ["two files", ["--file", "a", "--file", "b"], "--file is given more than once"],
    ["a place to print to", ["--print", "--file", "a"], "--file and --print are given together"],
    ["to print a rotation", ["--print", "--rotate", KEY], "--print makes all secrets anew"],
    ["--client and --print", ["--client", "--print"], "the credentials of one account"],
  ])("does not take %s", async (_what, words, text) => {
    const cwd = makeFolder();
    const { code, stderr, stdout } = await runGuard(["init", ...words], { cwd });
    expect([code, flat(stderr), stdout]).toEqual([64, expect.stringContaining(text), ""]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("init into a folder", () => {
  it("writes a file for each secret, adds what is missing, and prints lines that start a server", async () => {
    const cwd = makeFolder({ ".git/HEAD": "ref: refs/heads/main\n" });
    const words = ["init", "--directory", "my secrets"];
    const first = await runGuard(words, { cwd });
    const folder = join(cwd, "my secrets");
    expect([first.code, mode(folder), readdirSync(folder).sort()]).toEqual([
      0,
      0o700,
      [...NAMES].sort(),
    ]);
    for (const name of NAMES) expect([name, mode(join(folder, name))]).toEqual([name, 0o600]);
    expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toBe("/my secrets\n");
    const read = () => NAMES.map((name) => readFileSync(join(folder, name), "utf8"));
    const before = read();
    for (const value of before.filter((text) => text.length > 10))
      expect(first.stdout).not.toContain(value.trim());
    expect((await runGuard(words, { cwd })).stdout).toContain("nothing was changed");
    await runGuard([...words, "--rotate", KEY], { cwd });
    expect(read().map((value, at) => value === before[at])).toEqual([false, true, true, true]);

    const lines = first.stdout.slice(first.stdout.indexOf("next:\n") + 6).trim();
    const checked = lines.replace("mlflow-guard server", '"$0" "$1" check');
    const allowed = await start("/bin/sh", ["-c", checked, process.execPath, BIN], { cwd }).ended;
    expect([allowed.code, allowed.stdout]).toEqual([
      0,
      expect.stringContaining("login basic-auth"),
    ]);
  });

  it("leaves a folder alone in which a secret is not one", async () => {
    const cwd = makeFolder({ "s/MLFLOW_AUTH_ADMIN_PASSWORD": "two\nlines\n" });
    const { code, stderr } = await runGuard(["init", "--directory", "s"], { cwd });
    expect([code, flat(stderr)]).toEqual([
      73,
      expect.stringContaining("holds more than one line. Nothing was changed."),
    ]);
    expect(readdirSync(join(cwd, "s"))).toEqual([PASSWORD]);
  });

  it("cannot be where a file is", async () => {
    const cwd = makeFolder({ s: "" });
    const { code, stderr } = await runGuard(["init", "--directory", "s"], { cwd });
    expect([code, flat(stderr)]).toEqual([73, expect.stringContaining("Nothing was changed.")]);
  });
});

describe("init --print", () => {
  it("prints new secrets on stdout alone, each time others, and writes nothing", async () => {
    const cwd = makeFolder({ ".env": "MLFLOW_PORT=5001\n" });
    const [one, two] = await Promise.all([
      runGuard(["init", "--print"], { cwd }),
      runGuard(["init", "--print"], { cwd }),
    ]);
    expect([one.code, [...settings(one.stdout).keys()]]).toEqual([0, NAMES]);
    expect(one.stdout.split("\n")).toHaveLength(NAMES.length + 1);
    for (const name of [KEY, PASSWORD, KEK]) {
      const value = settings(one.stdout).get(name) ?? "";
      expect(value.length).toBeGreaterThan(20);
      expect(settings(two.stdout).get(name)).not.toBe(value);
      expect(one.stderr).not.toContain(value);
    }
    expect(readdirSync(cwd)).toEqual([".env"]);
    expect(readFileSync(join(cwd, ".env"), "utf8")).toBe("MLFLOW_PORT=5001\n");
  });
});

describe("init --client", () => {
  const CREDENTIALS =
    "from mlflow.utils.credentials import read_mlflow_creds as read; print(*read(), sep='|')";

  it("is what MLflow's own client reads", async () => {
    const cwd = makeFolder({ "pw.txt": "50%-of-it:=#;'\"\n" });
    const home = makeFolder();
    const words = ["init", "--client", "--username", "ada", "--password-file", "pw.txt"];
    const ended = await runGuard(words, { cwd, env: { HOME: home } });
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    expect(ended.stdout).not.toContain("50%");
    const file = join(home, ".mlflow", "credentials");
    expect([mode(file), mode(join(home, ".mlflow"))]).toEqual([0o600, 0o700]);
    const { stdout } = await start(PYTHON, ["-c", CREDENTIALS], { env: { HOME: home } }).ended;
    expect(stdout).toBe("ada|50%-of-it:=#;'\"\n");
  });

  it("asks for a password that it does not know, without showing it", async () => {
    const home = makeFolder();
    const steps = [{ see: "Password of ada: ", type: "pass-%-word\n" }];
    const seen = await atTerminal(["init", "--client", "--username", "ada"], steps, {
      env: { HOME: home },
    });
    expect([seen.code, seen.echo, seen.echo_after]).toEqual([0, [false], true]);
    expect(seen.screen).not.toContain("pass-%-word");
    expect(readFileSync(join(home, ".mlflow", "credentials"), "utf8")).toContain("pass-%%-word");
  });

  it("takes the admin from the env file, and does not replace another account unasked", async () => {
    const cwd = makeFolder();
    const home = makeFolder();
    const file = join(home, ".mlflow", "credentials");
    const run = (words: readonly string[] = []) =>
      // In a session of its own: without a terminal that could be asked at.
      runGuard(["init", "--client", ...words], { cwd, env: { HOME: home }, group: true });
    const missing = await run();
    expect([missing.code, flat(missing.stderr)]).toEqual([
      73,
      expect.stringContaining('the password of "admin" is not known here'),
    ]);
    await runGuard(["init"], { cwd });
    const password = settings(readFileSync(join(cwd, ".env"), "utf8")).get(PASSWORD);
    mkdirSync(join(home, ".mlflow"));
    writeFileSync(file, "[mlflow]\nmlflow_tracking_username = bob\nmlflow_tracking_password = b\n");
    const refused = await run();
    expect([refused.code, flat(refused.stderr)]).toEqual([
      73,
      expect.stringContaining('holds the account "bob" already'),
    ]);
    expect(readFileSync(file, "utf8")).toContain("bob");
    expect((await run(["--replace"])).code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(
      `[mlflow]\nmlflow_tracking_username = admin\nmlflow_tracking_password = ${password}\n`,
    );
    expect((await run()).code).toBe(0);
  });
});
