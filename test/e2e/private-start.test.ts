import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, makeFolder, SMALL, startGuard, waitFor } from "../support/guard.ts";
import { ask, EXPERIMENTS } from "../support/http.ts";
import { processesWith } from "../support/processes.ts";
import { makeServerFolder } from "../support/store.ts";

describe("a private start", () => {
  it("answers on loopback, says so, and leaves nothing behind", async () => {
    const port = await freePort();
    const cwd = makeFolder();
    const mark = `GUARD_TEST_MARK=${cwd}`;
    const guard = startGuard(["server", "--port", String(port)], {
      cwd,
      env: { GUARD_TEST_MARK: cwd },
    });
    const url = await guard.ready();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(guard.stderr()).toContain(
      `private. ${url} is reachable from this machine only; no login is needed.`,
    );
    expect(guard.stderr()).toContain(`export MLFLOW_TRACKING_URI=${url}`);
    expect((await ask(`${url}${EXPERIMENTS}`)).status).toBe(200);
    expect(existsSync(join(cwd, "mlflow.db"))).toBe(true);

    const { code, stderr } = await guard.stop();
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/sitecustomize|Traceback/);
    expect(await waitFor(() => processesWith(mark).length === 0 && "none left")).toBe("none left");
    await expect(ask(url)).rejects.toThrow();
  });

  it("answers 403 to a request for a foreign name", async () => {
    const guard = startGuard(["server", "-p", String(await freePort())], {
      cwd: makeServerFolder(),
      env: SMALL,
    });
    const url = await guard.ready();
    const status = async (host: string) =>
      (await ask(`${url}${EXPERIMENTS}`, { headers: { host } })).status;
    for (const host of [
      "evil.example",
      "10.evil.example",
      "192.168.evil.example",
      "localhost:x.evil.example",
    ]) {
      expect([host, await status(host)]).toEqual([host, 403]);
    }
    expect(await status("localhost:9999")).toBe(200);
  });

  it("picks a free port for --port 0", async () => {
    const guard = startGuard(["ui", "--port", "0"], { cwd: makeServerFolder(), env: SMALL });
    const url = await guard.ready();
    expect(Number(new URL(url).port)).toBeGreaterThan(1023);
    expect((await ask(`${url}/health`)).status).toBe(200);
  });

  it("takes IPv6 loopback and gunicorn", async () => {
    const port = await freePort("::1");
    const words = [
      "server",
      "--host",
      "::1",
      "--port",
      String(port),
      "--gunicorn-opts",
      "--timeout 60",
    ];
    const guard = startGuard(words, { cwd: makeServerFolder(), env: SMALL });
    const url = await guard.ready();
    expect(url).toBe(`http://[::1]:${port}`);
    expect((await ask(`${url}${EXPERIMENTS}`, { headers: { host: "evil.example" } })).status).toBe(
      403,
    );
    expect((await ask(`${url}${EXPERIMENTS}`)).status).toBe(200);
  });
});
