import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readProcess } from "../../src/watch/process-table.ts";
import {
  freePort,
  makeFolder,
  runGuard,
  SMALL,
  startGuard,
  waitFor,
  whenFinished,
} from "../support/guard.ts";
import { startStandIn } from "../support/stand-in.ts";

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
  write(target, JSON.stringify({ schemaVersion: 1, pid, started, phase: "ready", ...where }));
  symlinkSync(target, link);
}

const check = (runtime: string, words: readonly string[] = []) =>
  runGuard(["healthcheck", ...words], { env: { XDG_RUNTIME_DIR: runtime, TMPDIR: runtime } });

describe("healthcheck", () => {
  it("follows the real server: not there, not ready, healthy below its prefix, gone", async () => {
    const runtime = makeFolder();
    expect((await check(runtime)).code).toBe(1);
    const port = String(await freePort());
    const words = ["server", "--port", port, "--static-prefix", "/mlflow"];
    const guard = startGuard(words, { env: { ...SMALL, XDG_RUNTIME_DIR: runtime } });
    const early = await waitFor(async () => {
      const { code, stderr } = await check(runtime);
      return code === 1 && stderr.includes("is not ready yet") && stderr;
    });
    expect(early).toContain(`http://127.0.0.1:${port}/mlflow/health`);
    await guard.ready();
    const ended = await check(runtime);
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
    const env = { XDG_RUNTIME_DIR: runtime, STANDIN_STUBBORN: "1" };
    const { guard } = await startStandIn("plain", undefined, env);
    await guard.ready();
    expect((await check(runtime)).code).toBe(0);
    guard.signal("SIGKILL");
    await guard.ended;
    // The stubborn server answers until its guardian has waited long enough.
    expect((await check(runtime)).code).toBe(1);
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
    plant(join(runtime, "mlflow-guard-0123456789ab"));
    const ended = await check(runtime);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining("no server of")]);
  });

  it("wants all servers of this user to be well", async () => {
    const runtime = makeFolder();
    const one = await startStandIn("plain", undefined, { XDG_RUNTIME_DIR: runtime });
    const two = await startStandIn("plain", undefined, { XDG_RUNTIME_DIR: runtime });
    await Promise.all([one.guard.ready(), two.guard.ready()]);
    const well = await check(runtime);
    expect([well.code, well.stdout.match(/healthy: /g)]).toEqual([0, ["healthy: ", "healthy: "]]);
  });

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

  it.each([
    [["--url", "ftp://x"]],
    [["--url", "x"]],
    [["word"]],
  ])("is wrong usage: %s", async (words) => {
    expect((await check("/nonexistent", words)).code).toBe(64);
  });
});
