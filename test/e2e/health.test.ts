import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readProcess } from "../../src/watch/sockets/process-table.ts";
import {
  BIN,
  freePort,
  makeFolder,
  runGuard,
  SMALL,
  start,
  startGuard,
  waitFor,
  whenFinished,
} from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { childrenOf } from "../support/processes.ts";
import { flat, prepareStandIn, startStandIn } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

function write(folder: string, text: string): string {
  const file = join(folder, "state.json");
  writeFileSync(file, text);
  return file;
}

function made(folder: string): string {
  mkdirSync(folder);
  return folder;
}

/** The state of a launcher that lives, behind a link. */
function plantLink(link: string): void {
  const target = makeFolder();
  const { pid } = process;
  const started = readProcess(pid)?.started;
  const where = { address: "127.0.0.1", port: 1, prefix: "", tls: false };
  write(target, JSON.stringify({ schemaVersion: 2, pid, started, ...where }));
  const now = process.hrtime.bigint() / 1_000_000n;
  writeFileSync(join(target, "pulse"), `ready    ${String(now).padStart(16)}\n`);
  symlinkSync(target, link);
}

/** The free port that it listens on. */
function listening(server: Server): Promise<number> {
  whenFinished(() => void server.close());
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
}

const check = (runtime: string, words: readonly string[] = [], cwd = makeFolder()) =>
  runGuard(["healthcheck", ...words], { cwd, env: { XDG_STATE_HOME: runtime, TMPDIR: runtime } });

describe("healthcheck", () => {
  it("follows the real server: not there, not ready, healthy below its prefix, gone", async () => {
    const [runtime, cwd] = [makeFolder(), makeServerFolder()];
    expect((await check(runtime)).code).toBe(1);
    const port = String(await freePort());
    const words = ["server", "--port", port, "--static-prefix", "/mlflow"];
    const guard = startGuard(words, { cwd, env: { ...SMALL, XDG_STATE_HOME: runtime } });
    const early = await waitFor(async () => {
      const { code, stderr } = await check(runtime, [], cwd);
      return code === 1 && stderr.includes("is not ready yet") && stderr;
    });
    expect(early).toContain(`http://127.0.0.1:${port}/mlflow/health`);
    await guard.ready();
    const ended = await check(runtime, [], cwd);
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([
      0,
      `healthy: http://127.0.0.1:${port}/mlflow/health\n`,
      "",
    ]);
    await guard.stop();
    expect((await check(runtime)).stderr).toContain("no server of mlflow-guard runs here");
  });

  it("is not fooled by the file of a launcher that was killed", async () => {
    const runtime = makeFolder();
    const env = { XDG_STATE_HOME: runtime, STANDIN_STUBBORN: "1" };
    const { guard, cwd } = await startStandIn("plain", undefined, env);
    await guard.ready();
    expect((await check(runtime, [], cwd)).code).toBe(0);
    guard.signal("SIGKILL");
    await guard.ended;
    // The stubborn server answers until its guardian has waited long enough.
    expect((await check(runtime, [], cwd)).code).toBe(1);
  });

  it.each([
    ["a link to a folder", (folder) => plantLink(folder)],
    ["a pipe", (folder) => spawnSync("mkfifo", [join(made(folder), "state.json")])],
    ["a huge file", (folder) => truncateSync(write(made(folder), ""), 3e9)],
    ["no JSON", (folder) => write(made(folder), "{")],
  ] as const satisfies readonly (readonly [
    string,
    (folder: string) => unknown,
  ])[])("is neither fooled nor held up by %s", async (_what, plant) => {
    const runtime = makeFolder();
    plant(join(made(join(runtime, "mlflow-guard")), "mlflow-guard-0123456789ab"));
    const ended = await check(runtime);
    const none = expect.stringContaining("no server of mlflow-guard runs here as this user");
    expect([ended.code, ended.stderr]).toEqual([1, none]);
  });

  it("means the server of this working directory; --all means every one of this user", async () => {
    const runtime = makeFolder();
    const env = { XDG_STATE_HOME: runtime };
    const one = await startStandIn("plain", undefined, env);
    const sick = await startStandIn("absent", undefined, env);
    await one.guard.ready();
    const url = `http://127.0.0.1:${one.port}`;
    const well = await check(runtime, [], one.cwd);
    expect([well.code, well.stdout]).toEqual([0, `healthy: ${url}/health\n`]);
    const link = join(makeFolder(), "link");
    symlinkSync(one.cwd, link);
    expect((await check(runtime, [], link)).code).toBe(0);
    const ill = await check(runtime, [], sick.cwd);
    expect([ill.code, ill.stderr]).toEqual([1, expect.stringContaining("is not ready yet")]);
    const all = await check(runtime, ["--all"], one.cwd);
    expect([all.code, all.stdout, all.stderr]).toEqual([
      1,
      `healthy: ${url}/health\n`,
      expect.stringContaining(`127.0.0.1:${sick.port}/health is not ready yet`),
    ]);
    const elsewhere = await check(runtime);
    expect([elsewhere.code, elsewhere.stdout]).toEqual([1, ""]);
    expect(flat(elsewhere.stderr)).toContain(`${url} (${one.cwd})`);
    expect(elsewhere.stderr).toContain("  mlflow-guard healthcheck --all\n");
    sick.guard.signal("SIGKILL");
    await sick.guard.ended;
    expect((await check(runtime, ["--all"])).code).toBe(0);
  });

  it(
    "means the server of a container, whatever the directory",
    needs("a process table of one's own"),
    async () => {
      const runtime = makeFolder();
      const stand = await prepareStandIn("plain", {
        XDG_STATE_HOME: runtime,
        container: "docker",
      });
      const alone = "--pid --fork --kill-child --mount-proc".split(" ");
      const launcher = [process.execPath, BIN];
      const words = [...alone, ...launcher, ...stand.words];
      const outside = start("unshare", words, { cwd: stand.cwd, env: stand.env });
      await outside.ready();
      const [first] = childrenOf(outside.pid);
      // unshare waits for its child and takes no signal meanwhile.
      whenFinished(() => void process.kill(first?.pid ?? 0, "SIGTERM"));
      const inside = (cwd: string, container: string) => {
        const where = `--target ${first?.pid} --pid --mount --wdns=${cwd}`.split(" ");
        const env = { XDG_STATE_HOME: runtime, TMPDIR: runtime, container };
        return start("nsenter", [...where, ...launcher, "healthcheck"], { env }).ended;
      };
      expect((await inside("/", "docker")).code).toBe(0);
      expect((await inside(stand.cwd, "docker")).code).toBe(0);
      if (!existsSync("/.dockerenv")) expect((await inside("/", "")).code).toBe(1);
    },
  );

  it("asks a URL, with or without the path", async () => {
    const server = createServer(({ url }, response) => {
      response.writeHead(url === "/well/health" ? 200 : 503).end();
    });
    whenFinished(() => void server.close());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${port}`;
    const codes = await Promise.all(
      [`${url}/well`, `${url}/well/health`, `${url}/ill`, "http://127.0.0.1:1"].map(
        async (one) => (await check("/nonexistent", ["--url", one])).code,
      ),
    );
    expect(codes).toEqual([0, 0, 1, 1]);
  });

  it("tells apart why there is no answer, and names the URL that was meant", async () => {
    const server = createServer((_request, response) => {
      response.end();
    });
    const silent = createTcpServer(() => {});
    const rude = createTcpServer((socket) => {
      socket.once("data", () => socket.destroy());
    });
    const [port, mute, hung] = await Promise.all([server, silent, rude].map(listening));
    const free = await freePort();
    const said = async (url: string) => {
      const { code, stdout, stderr } = await check("/nonexistent", ["--url", url]);
      expect([code, stdout]).toEqual([1, ""]);
      return flat(stderr);
    };
    const all = await Promise.all([
      said(`https://127.0.0.1:${port}`),
      said(`http://127.0.0.1:${hung}/ml`),
      said("http://foo.invalid:5000"),
      said(`http://127.0.0.1:${free}`),
      said(`http://127.0.0.1:${mute}`),
    ]);
    const expected = [
      ["it does not speak TLS", `without TLS it is --url http://127.0.0.1:${port}`],
      ["it hung up, or speaks no HTTP", `with TLS it is --url https://127.0.0.1:${hung}/ml`],
      ["no address is known for its name", "fix the name: --url URL"],
      ["nobody listens there", "start the server: mlflow-guard server; or name it: --url URL"],
      [
        "it did not answer within 5 seconds",
        "is it the right address? --url URL; HTTP_PROXY and the like are not used",
      ],
    ];
    for (const [at, [what, fix]] of expected.entries())
      expect(all[at]?.trim().endsWith(`did not answer: ${what} ${fix}`), all[at]).toBe(true);
  });

  it("names the URL that lacks a scheme", async () => {
    const { code, stderr } = await check("/nonexistent", ["--url", "127.0.0.1:5001"]);
    expect([code, stderr]).toEqual([
      64,
      expect.stringContaining("mlflow-guard healthcheck --url http://127.0.0.1:5001\n"),
    ]);
  });

  it("sends no password that a URL holds, and repeats none", async () => {
    const told: unknown[] = [];
    const server = createServer(({ headers }, response) => {
      told.push(headers.authorization);
      response.end();
    });
    whenFinished(() => void server.close());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    for (const url of [
      `http://admin:hunter2@127.0.0.1:${port}`,
      `http://hunter2@127.0.0.1:${port}/health`,
      `http://127.0.0.1:${port}/?token=hunter2`,
      `http://127.0.0.1:${port}/#hunter2`,
    ]) {
      const { code, stdout, stderr } = await check("/nonexistent", ["--url", url]);
      expect([code, stdout, told]).toEqual([64, "", []]);
      expect(stderr).not.toContain("hunter2");
    }
  });

  it.each([
    [["--url", "ftp://x"]],
    [["--url", "x"]],
    [["word"]],
    [["--all", "--url", "http://127.0.0.1:1"]],
  ])("is wrong usage: %s", async (words) => {
    expect((await check("/nonexistent", words)).code).toBe(64);
  });
});
