import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  commandFolder,
  freePort,
  makeFolder,
  runGuard,
  SMALL,
  start,
  startGuard,
  type Where,
  withCleanup,
} from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { makeServerFolder } from "../support/store.ts";
import { atTerminal, type Seen } from "../support/terminal.ts";

/** One server with a login for the whole file; the tests use accounts of their own. */
const finish: (() => void | Promise<void>)[] = [];
let url = "";
let cwd = "";
let password = "";

beforeAll(async () => {
  await withCleanup(
    (act) => finish.push(act),
    async () => {
      cwd = makeServerFolder();
      await runGuard(["init"], { cwd });
      const file = readFileSync(join(cwd, ".env"), "utf8");
      password = /^MLFLOW_AUTH_ADMIN_PASSWORD=(.+)$/m.exec(file)?.[1] ?? "";
      const port = String(await freePort());
      const words = [
        "server",
        "--app-name",
        "basic-auth",
        "--port",
        port,
        "--static-prefix",
        "/ml",
      ];
      url = `${await startGuard(words, { cwd, env: SMALL }).ready()}`;
    },
  );
});
afterAll(async () => {
  for (const act of finish.reverse()) await act();
});

const user = (words: readonly string[], where: Where = {}) =>
  runGuard(["user", ...words], { cwd, ...where, env: { MLFLOW_TRACKING_URI: url, ...where.env } });
const withEnvFile = (...words: string[]) => user([...words, "--env-file", ".env"]);
const login = async (name: string, secret: string) =>
  (await ask(`${url}${EXPERIMENTS}`, { headers: basic(name, secret) })).status;
const flat = (text: string) => text.replace(/\s+/g, " ");

describe("accounts of a running server", () => {
  it("are made, listed, given a new password and taken away", async () => {
    const added = await withEnvFile("add", "ada");
    expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/^[\w-]{24}\n$/)]);
    const first = added.stdout.trim();
    expect(await login("ada", first)).toBe(200);
    expect(added.stderr).not.toContain(first);
    expect(added.stderr).toContain(`export MLFLOW_TRACKING_URI=${url}\n`);
    expect(flat(added.stderr)).toContain(
      "about experiment 0: it may read it, not change it (READ)",
    );

    const again = await user(["add", "ada", "--guard-env-file", ".env"]);
    expect([again.code, again.stdout]).toEqual([1, ""]);
    expect(again.stderr).toContain("mlflow-guard user passwd ada --env-file .env\n");

    expect((await withEnvFile("list")).stdout).toContain("admin  admin\nuser   ada\n");
    const { stdout } = await withEnvFile("list", "--format", "json");
    expect(JSON.parse(stdout)).toContainEqual({ username: "ada", admin: false });

    const changed = await withEnvFile("passwd", "ada");
    expect(changed.code).toBe(0);
    expect(await login("ada", first)).toBe(401);
    expect(await login("ada", changed.stdout.trim())).toBe(200);

    const removed = await withEnvFile("remove", "ada", "--yes");
    expect([removed.code, removed.stdout]).toEqual([0, ""]);
    expect(await login("ada", changed.stdout.trim())).toBe(401);
    expect((await withEnvFile("remove", "ada", "--yes")).stderr).toContain("no account ada");
  });

  it("change their own password, and nobody else's", async () => {
    const files = { "old.txt": "unusual-Falcon-71-drift\n", "new.txt": "unusual-Heron-82-drift\n" };
    const folder = makeFolder(files);
    const from = (file: string) => ["--password-file", join(folder, file)];
    expect((await withEnvFile("add", "bob", ...from("old.txt"))).code).toBe(0);
    const asBob = ["--admin", "bob", "--admin-password-file", join(folder, "old.txt")];
    expect((await user(["list", ...asBob])).stderr).toContain("bob is no admin");
    expect((await user(["passwd", "admin", ...asBob])).stderr).toContain("bob is no admin");
    const own = await user(["passwd", "bob", ...asBob, ...from("new.txt")]);
    expect([own.code, own.stdout]).toEqual([0, ""]);
    expect(await login("bob", "unusual-Heron-82-drift")).toBe(200);
    await withEnvFile("remove", "bob", "--yes");
  });

  it("have names and passwords in any script", async () => {
    const name = "zo\u00eb & co";
    const folder = makeFolder({ "pw.txt": "gr\u00fcn: unusual Falcon 71\n" });
    const words = ["add", name, "--password-file", join(folder, "pw.txt")];
    expect((await withEnvFile(...words)).code).toBe(0);
    expect(await login(name, "gr\u00fcn: unusual Falcon 71")).toBe(200);
    expect((await withEnvFile("remove", name, "--yes")).code).toBe(0);
  });

  it("the line of the page puts it into a file of one's own, and on no screen", async () => {
    const page = readFileSync(new URL("../../docs/how-to/accounts.md", import.meta.url), "utf8");
    const [line = ""] = /^\(umask .*ci-password\.txt\)$/m.exec(page) ?? [];
    const file = join(cwd, "ci-password.txt");
    const paste = () => {
      const env = { MLFLOW_TRACKING_URI: url, PATH: commandFolder() };
      return start("sh", ["-c", `umask 022; ${line}`], { cwd, env }).ended;
    };
    const { code, stdout, stderr } = await paste();
    const made = readFileSync(file, "utf8");
    expect([code, stdout, statSync(file).mode & 0o777]).toEqual([0, "", 0o600]);
    expect(await login("ci", made.trim())).toBe(200);
    expect(stderr).not.toContain(made.trim());
    // A second time it touches neither the file nor the account.
    expect((await paste()).code).not.toBe(0);
    expect([readFileSync(file, "utf8"), await login("ci", made.trim())]).toEqual([made, 200]);
    await withEnvFile("remove", "ci", "--yes");
  });

  it("are not made with a weak password, or the admin's", async () => {
    const files = {
      "weak.txt": "password1234",
      "guess.txt": "weaklingmlflow",
      "admin.txt": password,
    };
    const folder = makeFolder(files);
    for (const [file, why] of [
      ["weak.txt", "published sample"],
      ["guess.txt", "it can be guessed"],
      ["admin.txt", "another secret has the same value"],
    ] as const) {
      const path = join(folder, file);
      const { code, stdout, stderr } = await withEnvFile(
        "add",
        "weakling",
        "--password-file",
        path,
      );
      expect([code, stdout, flat(stderr)]).toEqual([1, "", expect.stringContaining(why)]);
      expect(stderr).not.toContain(files[file]);
    }
    expect((await withEnvFile("list")).stdout).not.toContain("weakling");
  });

  it("are not asked for below another path, with another password, or where nobody can be asked", async () => {
    const { origin } = new URL(url);
    const outside = await user(["list", "--env-file", ".env", "--url", origin]);
    expect([outside.code, outside.stderr]).toEqual([
      1,
      expect.stringContaining("no accounts below"),
    ]);
    const wrong = await user(["list"], { env: { MLFLOW_AUTH_ADMIN_PASSWORD: "wrong-hunter2" } });
    expect([wrong.code, flat(wrong.stderr)]).toEqual([
      1,
      expect.stringContaining("the password that it stored at its first start"),
    ]);
    expect(wrong.stderr).not.toContain("hunter2");
    const alone = await user(["list"], { group: true, cwd: makeFolder() });
    expect([alone.code, flat(alone.stderr)]).toEqual([
      1,
      expect.stringMatching(
        /the password of admin for http:\S+ is not known here, and nobody can be asked: there is no terminal/,
      ),
    ]);
    expect(alone.stderr).toContain("--admin-password-file");
    const self = await withEnvFile("remove", "admin", "--yes");
    expect([self.code, self.stderr]).toEqual([1, expect.stringContaining("is the admin who asks")]);
  });

  it("never come with a password on the command line", async () => {
    for (const words of [
      ["add", "ada", "--password", "hunter2"],
      ["add", "ada", "--admin-password=hunter2"],
      ["add", "ada", "hunter2"],
      ["add", "ada:hunter2"],
      ["add", "ada", "--passwrod=hunter2"],
      ["add", "ada", "-phunter2"],
      ["list", "--url", "http://admin:hunter2@127.0.0.1"],
    ]) {
      const { code, stdout, stderr } = await user(words);
      expect([code, stdout]).toEqual([64, ""]);
      expect(stderr).toContain("options: mlflow-guard user --help");
      expect(stderr).not.toContain("hunter2");
    }
  });
});

describe("at a terminal", () => {
  const env = () => ({ MLFLOW_TRACKING_URI: url });
  const asked = (type: string) => ({ see: "Password of admin for", type });
  const talk = (words: readonly string[], steps: Parameters<typeof atTerminal>[1], pipes = false) =>
    // Not in the folder of the .env: there nobody is asked.
    atTerminal(["user", ...words], steps, { env: env(), cwd: makeFolder(), pipes });
  const shown = ({ screen, stdout, stderr, argv_seen }: Seen) =>
    [screen, stdout, stderr, argv_seen].join("\n");

  it.each([
    ["typed", (secret: string) => `${secret}\r`],
    ["pasted with its newline", (secret: string) => `${secret}\r\n`],
    ["corrected", (secret: string) => `x\u00fc\x7f\x7f${secret}y\x7f\r`],
  ])("the admin's password is asked for and not shown: %s", async (_how, type) => {
    const seen = await talk(["list"], [asked(type(password))]);
    expect(seen).toMatchObject({ code: 0, echo: [false], echo_after: true });
    expect(seen.screen).toContain("admin  admin\r\n");
    expect(shown(seen)).not.toContain(password);
  });

  it("stdin, stdout and stderr may lead elsewhere", async () => {
    const seen = await talk(["list"], [asked(`${password}\r`)], true);
    expect(seen).toMatchObject({ code: 0, echo: [false], echo_after: true, stderr: "" });
    expect(seen.stdout).toContain("admin  admin\n");
    expect(seen.screen).toBe(`Password of admin for ${url}: \r\n`);
  });

  it.each([
    ["Ctrl-C", { type: "half\x03" }, 130],
    ["the end of file", { type: "\x04" }, 1],
    ["an empty line", { type: "\r" }, 1],
    ["an arrow", { type: "\x1b[A\r" }, 1],
    ["SIGINT", { signal: 2 }, -2],
    ["SIGTERM", { signal: 15 }, -15],
  ])("shows again what is typed after %s", async (_what, act, code) => {
    const seen = await talk(["list"], [{ see: "Password of admin for", ...act }], true);
    expect(seen).toMatchObject({ code, echo: [false], echo_after: true, stdout: "" });
  });

  it("a new password is typed twice, and no weak one", async () => {
    const add = (name: string, ...lines: string[]) =>
      talk(
        ["add", name, "--prompt"],
        [
          asked(`${password}\r`),
          { see: `New password of ${name}: `, type: `${lines[0]}\r` },
          { see: "The same again: ", type: `${lines[1]}\r` },
        ],
      );
    const good = "gr\u00fcn-unusual-Falcon-71";
    const made = await add("carl", good, good);
    expect(made).toMatchObject({ code: 0, echo: [false, false, false], echo_after: true });
    expect(shown(made)).not.toContain(good);
    expect(await login("carl", good)).toBe(200);
    const weak = await add("dora", "dora-mlflow-admin", "dora-mlflow-admin");
    expect([weak.code, flat(weak.screen)]).toEqual([
      1,
      expect.stringContaining("it can be guessed"),
    ]);
    const typo = await add("dora", good, `${good}x`);
    expect([typo.code, typo.screen]).toEqual([
      1,
      expect.stringContaining("the two passwords differ"),
    ]);
    expect(await login("dora", good)).toBe(401);

    const remove = (type: string) =>
      talk(["remove", "carl"], [asked(`${password}\r`), { see: "Type the name", type }]);
    expect(await remove("dora\r")).toMatchObject({ code: 1, echo: [false, true] });
    expect(await login("carl", good)).toBe(200);
    expect((await remove("\x03")).code).toBe(-2);
    expect((await remove("carl\r")).code).toBe(0);
    expect(await login("carl", good)).toBe(401);
  });
});

/** A server with a certificate that no authority signed; says whether a password reached it. */
async function tlsServer() {
  const folder = makeFolder();
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"],
    ...["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
  ]);
  const told: string[] = [];
  const pem = { key: readFileSync(key), cert: readFileSync(cert) };
  const server = createServer(pem, ({ headers }, response) => {
    if (headers.authorization) told.push(headers.authorization);
    response.writeHead(401, { "www-authenticate": 'Basic realm="mlflow"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, cert, told };
}

describe("a server with TLS", () => {
  it("must have a certificate that is known here, and be reached by the name in it", async () => {
    const { port, cert, told } = await tlsServer();
    const list = (host: string, env: Record<string, string>) =>
      user(["list", "--env-file", ".env", "--url", `https://${host}:${port}`], { env });
    const unknown = await list("localhost", {
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      MLFLOW_TRACKING_INSECURE_TLS: "true",
      MLFLOW_TRACKING_SERVER_CERT_PATH: cert,
    });
    expect(unknown.code).toBe(1);
    expect(flat(unknown.stderr)).toContain(
      `NODE_EXTRA_CA_CERTS=ca.pem mlflow-guard user list --url https://localhost:${port} --env-file .env`,
    );
    const otherName = await list("127.0.0.1", { NODE_EXTRA_CA_CERTS: cert });
    expect(flat(otherName.stderr)).toContain("its certificate is for another name: localhost");
    expect(flat(otherName.stderr)).toContain(`--url https://localhost:${port} `);
    expect(told).toEqual([]);
    // Nobody answers at that proxy.
    const proxy = "http://127.0.0.1:9";
    const proxies = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, https_proxy: proxy };
    const known = await list("localhost", { NODE_EXTRA_CA_CERTS: cert, ...proxies });
    expect(known.stderr).toContain("does not take this password");
    expect(told).toHaveLength(1);
  });
});

describe("a server without a login", () => {
  it("is named as such, and gets no password", async () => {
    const port = String(await freePort());
    const open = await startGuard(["server", "--port", port], {
      cwd: makeServerFolder(),
      env: SMALL,
    }).ready();
    const { code, stderr } = await user(["list", "--env-file", ".env", "--url", open]);
    expect([code, flat(stderr)]).toEqual([1, expect.stringContaining("THERE IS NO LOGIN")]);
    // Its launcher runs here: the command is that of this server, with a login.
    const words = `mlflow-guard server --app-name basic-auth --port ${port}`;
    expect(flat(stderr)).toContain(`start it with one: mlflow-guard init && ${words}`);
  });
});
