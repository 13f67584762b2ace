import { mkdirSync, readFileSync, renameSync, statSync, symlinkSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/policy/types.ts";
import {
  BIN,
  freePort,
  makeFolder,
  runGuard,
  SMALL,
  start,
  startGuard,
  waitFor,
} from "../support/guard.ts";
import { ask, basic, EXPERIMENTS } from "../support/http.ts";
import { needs, OWN_MOUNTS } from "../support/needs.ts";
import { flat, LOGIN, startStandIn } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

const AUDITED = ["--guard-audit-log", "audit.log"];

interface Entry {
  readonly client: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

function entries(file: string): Entry[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** Requests that would not be seen, or be seen as others, by a reader who believes what a client says. */
const UVICORN_ODD = [
  [["/version", "X-Forwarded-For: a b"], "a b GET /version 401"],
  [
    ["/version", 'X-Forwarded-For: 6.6.6.6:1 - "DELETE /x HTTP/1.1" 200 OK'],
    '6.6.6.6:1 - "DELETE /x HTTP/1.1" 200 OK GET /version 401',
  ],
  [[`/version?${"a".repeat(20_000)}`], "127.0.0.1 GET /version 401"],
] as const;
const GUNICORN_ODD = [
  [["/version#x"], "127.0.0.1 GET /version 401"],
  [["/api/2.0/mlflow%2Dartifacts/x%ff"], "127.0.0.1 GET /api/2.0/mlflow-artifacts/x\ufffd 401"],
] as const;

function askOdd(port: number, [path, ...headers]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers];
    const socket = connect({ host: "127.0.0.1", port });
    socket.write(`${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`);
    socket
      .on("error", reject)
      .on("close", () => resolve())
      .resume();
  });
}

const short = (file: string) =>
  entries(file).map(({ client, method, path, status }) => `${client} ${method} ${path} ${status}`);

describe("the audit log of the real MLflow", () => {
  it.each([
    ["uvicorn", [], UVICORN_ODD],
    ["gunicorn", ["--gunicorn-opts="], GUNICORN_ODD],
  ] as const)("has what others asked %s, not what the launcher asked", async (_name, more, odd) => {
    const requests = odd.map(([request]) => request);
    const cwd = makeServerFolder();
    const port = await freePort();
    const words = ["--app-name", "basic-auth", "--port", String(port), ...AUDITED, ...more];
    const guard = startGuard(["server", ...words], { cwd, env: { ...SMALL, ...LOGIN } });
    const url = await guard.ready();
    const file = join(cwd, "audit.log");
    // Some thirty questions were asked of sensitive paths by now.
    expect([entries(file), statSync(file).mode & 0o777]).toEqual([[], 0o600]);

    const headers = basic("admin", LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD);
    await ask(`${url}/version`, { headers });
    await ask(`${url}${EXPERIMENTS}`);
    await ask(`${url}/health`);
    await ask(`${url}/api/2.0/mlflow/users/get?username=admin`, { headers });
    await ask(`${url}/api/2.0/mlflow/registered-models/create`, { headers, json: { name: "m" } });
    for (const odd of requests) await askOdd(port, odd);
    const expected = [
      "127.0.0.1 GET /version 200",
      "127.0.0.1 GET /api/2.0/mlflow/experiments/search 401",
      "127.0.0.1 GET /api/2.0/mlflow/users/get 200",
      "127.0.0.1 POST /api/2.0/mlflow/registered-models/create 200",
      ...odd.map(([, entry]) => entry),
    ];
    await waitFor(() => short(file).length >= expected.length);
    expect(short(file)).toEqual(expected);

    renameSync(file, `${file}.1`);
    guard.signal("SIGUSR1");
    await waitFor(() => statSync(file, { throwIfNoEntry: false }));
    await ask(`${url}/version`);
    await waitFor(() => short(file).length > 0);
    expect([short(file), short(`${file}.1`)]).toEqual([["127.0.0.1 GET /version 401"], expected]);
    expect((await guard.stop()).code).toBe(0);
    expect(short(file)).toHaveLength(1);
  });

  it("goes into JSON logs, too, without a file", async () => {
    const words = ["server", "--port", String(await freePort()), "--guard-log-format", "json"];
    const guard = startGuard(words, { cwd: makeServerFolder(), env: SMALL });
    const line = await waitFor(() => /^.*"event":"ready".*$/m.exec(guard.stderr())?.[0], 100_000);
    await ask(`${JSON.parse(line).url}/version`);
    const access = await waitFor(() => /^.*"event":"access".*$/m.exec(guard.stderr())?.[0]);
    expect(JSON.parse(access)).toMatchObject({ method: "GET", path: "/version", status: 200 });
    expect((await guard.stop()).code).toBe(0);
  });
});

describe("an audit log that would be empty", () => {
  it.each([
    ["--uvicorn-opts=--no-access-log"],
    ["--uvicorn-opts=--log-level warning"],
    ["--gunicorn-opts=--access-logfile /tmp/x"],
    ["--gunicorn-opts=--access-logformat %(r)s"],
  ])("is wrong usage: %s", async (option) => {
    const ended = await runGuard(["check", ...AUDITED, option]);
    expect([ended.code, flat(ended.stderr)]).toEqual([
      64,
      expect.stringContaining("--guard-audit-log is made of the access log"),
    ]);
  });

  it("keeps a server from being called ready: this one has no access log", async () => {
    const { guard } = await startStandIn("plain", [...AUDITED, "--guard-ready-timeout", "3"]);
    const ended = await guard.ended;
    expect([ended.code, flat(ended.stderr)]).toEqual([
      71,
      expect.stringContaining("waited for a line of MLflow's access log"),
    ]);
  });

  it.each(["/dev/null", "/proc/nothing/x"])("is refused before the start: %s", async (file) => {
    const { guard } = await startStandIn("plain", ["--guard-audit-log", file]);
    const ended = await guard.ended;
    expect([ended.code, flat(ended.stderr)]).toEqual([
      71,
      expect.stringContaining(`the audit log ${file}`),
    ]);
  });
});

describe("an audit log among the artifacts that the server hands out", () => {
  const LOG = ["--guard-audit-log", "mlartifacts/audit.log"];

  it.each([
    ["by its own path", "mlartifacts/audit.log"],
    ["through a link", "logs/audit.log"],
  ])("is refused on an exposed server, and the remedy is allowed: %s", async (_what, log) => {
    const cwd = makeServerFolder();
    mkdirSync(join(cwd, "mlartifacts"));
    symlinkSync("mlartifacts", join(cwd, "logs"));
    const check = async (words: readonly string[]) => {
      const all = ["check", "--format", "json", "--host", "0.0.0.0", ...words];
      const ended = await runGuard(all, { cwd, env: LOGIN });
      return { code: ended.code, ...JSON.parse(ended.stdout) };
    };
    const { code, findings } = await check(["--guard-audit-log", log]);
    const ids = findings
      .filter((one: Finding) => one.severity === "error")
      .map(({ id }: Finding) => id);
    expect([code, ids]).toEqual([78, ["artifacts-serve-secrets"]]);
    expect((await check(["--guard-audit-log", "./audit.log"])).code).toBe(0);
  });

  it("is missed as soon as a client replaces it", async () => {
    const cwd = makeServerFolder();
    mkdirSync(join(cwd, "mlartifacts"));
    const words = ["server", "--port", String(await freePort()), ...LOG];
    const guard = startGuard(words, { cwd, env: SMALL });
    const url = await guard.ready();
    expect(flat(guard.stderr())).toContain("mlartifacts/audit.log (the audit log)");
    const route = `${url}/api/2.0/mlflow-artifacts/artifacts/audit.log`;
    expect((await ask(route, { method: "PUT", json: "planted" })).status).toBe(200);
    await waitFor(() => flat(guard.stderr()).includes("AUDIT LOG REPLACED"));
    expect(readFileSync(join(cwd, "mlartifacts/audit.log"), "utf8")).not.toContain("PUT");
    expect((await guard.stop()).code).toBe(0);
    expect(guard.stderr().match(/AUDIT LOG REPLACED/g)).toHaveLength(1);
  });
});

it(
  "a full disk loses audit lines loudly, and never the server",
  needs("mounts of one's own"),
  async () => {
    const cwd = makeServerFolder();
    const port = await freePort();
    const script =
      'mount -t tmpfs -o size=8k tmpfs "$1" && head -c 4000 /dev/zero > "$1/filler" || exit 99; cd "$2"; exec "$3" "$4" server --port "$5" --guard-audit-log "$1/audit.log"';
    const disk = makeFolder();
    const words = [
      OWN_MOUNTS,
      "sh",
      "-c",
      script,
      "sh",
      disk,
      cwd,
      process.execPath,
      BIN,
      String(port),
    ];
    const guard = start("unshare", words, { cwd, env: SMALL });
    const url = await guard.ready();
    for (let at = 0; at < 60; at++) expect((await ask(`${url}/version`)).status).toBe(200);
    await waitFor(() => guard.stderr().includes("AUDIT LINES LOST"));
    expect((await ask(`${url}/health`)).status).toBe(200);
    const ended = await guard.stop();
    expect([ended.code, flat(ended.stderr)]).toEqual([
      0,
      expect.stringMatching(
        /cannot be written \(ENOSPC\); 1 line lost.* could not be written; \d+ lines lost/,
      ),
    ]);
  },
);
