import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { user } from "../../src/commands/user.ts";
import type { Ports } from "../../src/ports.ts";

const PASSWORD = "unusual-Falcon-71-drift";

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The questions that carried a password. */
  readonly told: readonly string[];
  readonly asked: readonly string[];
}

/** Asks a server that answers like this. */
async function run(
  words: readonly string[],
  handler: Handler,
  values = {},
  lost = false,
): Promise<Outcome> {
  const told: string[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    asked.push(line);
    if (request.headers.authorization !== undefined) told.push(line);
    handler(request, response, new URL(request.url ?? "/", "http://h"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const text = { out: "", err: "" };
  const nothing = () => {};
  const write = (more: string) => {
    text.out += more;
    return true;
  };
  const ports: Ports = {
    env: { MLFLOW_AUTH_ADMIN_PASSWORD: PASSWORD },
    cwd: "/",
    uid: 1000,
    pid: 7,
    ppid: 3,
    node: process.execPath,
    today: () => "2026-11-24",
    stdinIsTerminal: false,
    stderrIsTerminal: false,
    resolver: async () => [],
    out: write,
    secretOut: lost ? () => false : write,
    err: (more) => {
      text.err += more;
    },
    draw: () => {},
    onSignal: () => nothing,
    onFault: () => nothing,
    abort: nothing,
  };
  const code = await user({ _: words, url: `http://127.0.0.1:${port}`, ...values }, ports);
  expect(`${text.out}${text.err}`).not.toContain(PASSWORD);
  return { code, ...text, told, asked };
}

const answer =
  (status: number, body = "", headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

const BASIC = { "www-authenticate": 'Basic realm="mlflow"' };

/** Asks strangers for the login, and then answers by path; who asks is an admin unless the answer says otherwise. */
function behindLogin(answers: Readonly<Record<string, Handler>>): Handler {
  return (request, response, url) => {
    if (request.headers.authorization === undefined)
      return answer(401, "", BASIC)(request, response, url);
    const name = url.pathname.split("/").at(-1) ?? "";
    const own = url.searchParams.get("username") === "admin";
    const known = name === "get" && !own ? answers["get-other"] : answers[name];
    const usual: Readonly<Record<string, Handler>> = {
      get: answer(200, '{"user":{"username":"admin","is_admin":true}}'),
      version: answer(200, "3.17.2"),
    };
    (known ?? usual[name] ?? answer(404))(request, response, url);
  };
}

const error = (code: string, message = "") => JSON.stringify({ error_code: code, message });
const NOBODY = answer(404, error("RESOURCE_DOES_NOT_EXIST"));

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a server that does not ask strangers for basic auth", () => {
  const noLogin: Handler = (request, response, url) =>
    (url.pathname === "/version" ? answer(200, "3.17.2") : answer(404))(request, response, url);

  it.each<[string, Handler, string]>([
    ["has no login", noLogin, "THERE IS NO LOGIN"],
    ["answers everything", answer(200, "{}"), "THERE IS NO LOGIN"],
    ["is no MLflow", answer(404, "not here"), "is no MLflow"],
    ["asks without saying how", answer(401), "another kind of login"],
    [
      "asks for a token",
      answer(401, "", { "www-authenticate": "Bearer" }),
      "another kind of login",
    ],
    [
      "leads to a login page",
      answer(302, "", { location: "https://u:hunter2@sso.example/login?token=hunter2" }),
      "to https://sso.example/login",
    ],
    ["leads nowhere", answer(307), "to another place"],
    [
      "does not know its name",
      answer(403, "Invalid Host header - possible DNS rebinding attack detected"),
      "Invalid Host header",
    ],
    ["forbids it", answer(403), "forbids this"],
    ["is broken", answer(500, `the password is ${PASSWORD}`), "answered 500"],
    ["hangs up", (request) => request.destroy(), "hung up"],
    ["never stops talking", answer(401, "x".repeat(9 * 1024 * 1024), BASIC), "larger than 8 MiB"],
  ])("gets no password: it %s", async (_name, handler, why) => {
    const { code, err, told, out } = await run(["list"], handler);
    expect([code, told, out]).toEqual([1, [], ""]);
    expect(err.replace(/\s+/g, " ")).toContain(why);
    expect(err).not.toContain("hunter2");
  });

  it("gets none when it takes too long, byte by byte", async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const limit = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(300));
    const { code, err, told } = await run(["list"], (_request, response) => {
      response.writeHead(401, BASIC);
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip));
    });
    expect([code, told]).toEqual([1, []]);
    expect(err.replace(/\s+/g, " ")).toContain("did not answer within 10 seconds");
    expect(limit).toHaveBeenCalledWith(10_000);
  });

  it("is named with the fix for its host list", async () => {
    const { err } = await run(["list"], answer(403, "Invalid Host header"));
    expect(err).toMatch(/start the server with --allowed-hosts 127\.0\.0\.1:\d+/);
  });
});

describe("a server that asks for the login", () => {
  it.each<[string, Handler, string]>([
    ["wrong password", answer(401, "", BASIC), "does not take this password for admin"],
    ["no accounts here", answer(404, "<html>"), "has no accounts below this address"],
    ["no such account", NOBODY, "keeps no such account"],
    [
      "no admin",
      answer(200, '{"user":{"username":"admin","is_admin":false}}'),
      "admin is no admin",
    ],
    ["not JSON", answer(200, "<html>"), "admin is no admin"],
    ["elsewhere", answer(302, "", { location: "http://evil.example/" }), "no password follows it"],
    ["forbidden", answer(403, "Permission denied"), "forbids this"],
  ])("may say no: %s", async (_name, get, why) => {
    const { code, out, err, asked } = await run(["add", "ada"], behindLogin({ get }));
    expect([code, out]).toEqual([1, ""]);
    expect(err.replace(/\s+/g, " ")).toContain(why);
    expect(asked.filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  it.each<[string, Handler, string]>([
    [
      "the name is taken",
      answer(400, error("RESOURCE_ALREADY_EXISTS", "scrypt:32768:8:1$hash")),
      "there is an account ada already",
    ],
    [
      "the input is wrong",
      answer(400, error("INVALID_PARAMETER_VALUE", "Too short.")),
      "says: Too short.",
    ],
    [
      "it repeats the password",
      answer(400, error("INVALID_PARAMETER_VALUE", `not ${PASSWORD}`)),
      "answered 400",
    ],
    ["it is broken", answer(500, error("INTERNAL_ERROR", "scrypt:32768:8:1$hash")), "answered 500"],
    ["it says nothing", (request) => request.destroy(), "Whether it made the change is not known"],
  ])("makes no account, and no password is shown: %s", async (_name, create, why) => {
    const handler = behindLogin({ "get-other": NOBODY, create });
    const { code, out, err } = await run(["add", "ada"], handler);
    expect([code, out]).toEqual([1, ""]);
    expect(err.replace(/\s+/g, " ")).toContain(why);
    expect(err).not.toContain("scrypt");
  });

  it("repeats the new password as little", async () => {
    const create: Handler = (request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const { password } = JSON.parse(body);
        sent = password;
        response.writeHead(400).end(error("BAD_REQUEST", `bad: ${password}`));
      });
    };
    let sent = "";
    const handler = behindLogin({ "get-other": NOBODY, create });
    const { err, out } = await run(["add", "ada"], handler);
    expect(sent).toMatch(/^[\w-]{24}$/);
    expect(out + err).not.toContain(sent);
  });

  it.each([
    [200, "the account was removed again"],
    [500, "the account stays"],
  ])("undoes an account whose password nobody got, or names it (%s)", async (status, said) => {
    const handler = behindLogin({
      "get-other": NOBODY,
      create: answer(200, "{}"),
      delete: answer(status, "{}"),
    });
    const { code, out, err, asked } = await run(["add", "ada"], handler, {}, true);
    expect([code, out]).toEqual([1, ""]);
    expect(asked.at(-1)).toMatch(/^DELETE .*users\/delete/);
    expect(err.replace(/\s+/g, " ")).toContain(said);
  });

  it("names an account whose new password nobody got, also one that looks like an option", async () => {
    const handler = behindLogin({
      "get-other": answer(200, "{}"),
      "update-password": answer(200, "{}"),
    });
    const { code, out, err } = await run(["passwd", "--offline"], handler, {}, true);
    expect([code, out]).toEqual([1, ""]);
    expect(err.replace(/\s+/g, " ")).toMatch(/user passwd --url \S+ -- --offline/);
  });

  it("shows the made password once, on stdout alone, also when it falls silent afterwards", async () => {
    let made = false;
    const handler = behindLogin({
      "get-other": (request, response, url) =>
        made ? request.destroy() : NOBODY(request, response, url),
      create: (request, response, url) => {
        made = true;
        answer(200, "{}")(request, response, url);
      },
    });
    const { code, out, err } = await run(["add", "ada"], handler);
    expect(out).toMatch(/^[\w-]{24}\n$/);
    expect(err).not.toContain(out.trim());
    expect(err.replace(/\s+/g, " ")).toContain("It was not tried: http");
    expect(code).toBe(0);
  });

  it.each([
    ['{"permission":"EDIT"}', 200, "it may read and change it, not delete it (EDIT)"],
    [
      '{"permission":"constructor"}',
      200,
      "may read it; whether it may change it, MLflow 3.17.2 does not tell",
    ],
    ["<html>", 200, "may read it; whether it may change it, MLflow 3.17.2 does not tell"],
    ["<html>", 403, "it may not even read it"],
    ["<html>", 404, "What it may do with what others made is not known."],
  ])("says what a new account may do: %s, %d", async (permission, experiment, said) => {
    let made = false;
    const create: Handler = (...question) => {
      made = true;
      answer(200, "{}")(...question);
    };
    const asked: Handler = (request, response, url) => {
      const login = url.pathname.endsWith("/users/get");
      const right = url.pathname.endsWith("/permissions/get");
      const known = right ? answer(200, permission) : answer(login ? 200 : experiment);
      (made ? known : NOBODY)(request, response, url);
    };
    const handler = behindLogin({ "get-other": asked, create });
    const { code, err } = await run(["add", "ada"], handler);
    expect(code).toBe(0);
    expect(err.replace(/\s+/g, " ")).toContain(said);
  });

  it("lists names that a terminal would obey, harmlessly", async () => {
    const users = [
      { username: "a\u001b[2Jb", is_admin: true },
      { username: "zo\u00eb\nadmin  x", is_admin: false },
    ];
    const list = answer(200, JSON.stringify({ users }));
    const text = await run(["list"], behindLogin({ list }));
    expect(text.out).toBe("admin  a\\u{1b}[2Jb\nuser   zo\\u{eb}\\u{a}admin  x\n");
    const json = await run(["list"], behindLogin({ list }), { format: "json" });
    expect(json.out).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(json.out)).toEqual([
      { username: "a\u001b[2Jb", admin: true },
      { username: "zo\u00eb\nadmin  x", admin: false },
    ]);
  });

  it("may be too old to list", async () => {
    const version = answer(200, "3.9.0");
    const { code, err } = await run(["list"], behindLogin({ version }));
    expect(code).toBe(1);
    expect(err.replace(/\s+/g, " ")).toContain(
      "MLflow 3.9.0 has no route that lists accounts; 3.10.0",
    );
  });

  it("keeps the admin who asks, unless there is another and --yes", async () => {
    const only = answer(
      200,
      '{"users":[{"username":"admin","is_admin":true},{"username":"ada","is_admin":false}]}',
    );
    const more = answer(
      200,
      '{"users":[{"username":"admin","is_admin":true},{"username":"ada","is_admin":true}]}',
    );
    const done = answer(200, "{}");
    const removal = (list: Handler, values = {}) =>
      run(["remove", "admin"], behindLogin({ list, delete: done }), values);
    for (const refused of [
      await removal(only, { yes: true }),
      await removal(more),
      await removal(answer(404), { yes: true }),
      await run(["remove", "ADMIN"], behindLogin({ list: only, "get-other": done, delete: done }), {
        yes: true,
      }),
    ]) {
      expect(refused.code).toBe(1);
      expect(refused.err).toMatch(/admin is the admin who asks/i);
      expect(refused.asked.join()).not.toContain("DELETE");
    }
    expect((await removal(more, { yes: true })).code).toBe(0);
  });
});

describe("an answer that is none", () => {
  it.each([
    [
      "an upgrade",
      (response: ServerResponse) =>
        response.socket?.end("HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
    ],
    ["nothing at all", (response: ServerResponse) => response.socket?.destroy()],
  ])("is said, and nothing is waited for: %s", async (_what, act) => {
    const { code, err, told } = await run(["list"], (_request, response) => act(response));
    expect([code, told]).toEqual([1, []]);
    expect(err.replace(/\s+/g, " ")).toContain("hung up, or speaks no HTTP");
  });
});
