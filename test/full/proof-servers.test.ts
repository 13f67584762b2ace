import { describe, expect, it } from "vitest";
import { freePort, JOBS_OFF, makeFolder, startGuard } from "../support/guard.ts";
import { flat, LOGIN } from "../support/stand-in.ts";

describe("the real MLflow, looked at and asked", () => {
  it("with few connections allowed at once", async () => {
    const options = ["--workers", "1", "--uvicorn-opts", "--limit-concurrency 8"];
    const words = ["server", "--app-name", "basic-auth", "--port", String(await freePort())];
    const guard = startGuard([...words, ...options], { env: { ...LOGIN, ...JOBS_OFF } });
    await guard.ready();
    expect(flat(guard.stderr())).toContain("strangers are asked for the login");
    expect((await guard.stop()).code).toBe(0);
  });

  it("with gunicorn", async () => {
    const cwd = makeFolder();
    const words = ["server", "--port", String(await freePort()), "--workers", "2"];
    const guard = startGuard([...words, "--app-name", "basic-auth", "--gunicorn-opts", ""], {
      cwd,
      env: { ...LOGIN, ...JOBS_OFF },
    });
    await guard.ready();
    expect(flat(guard.stderr())).toContain("2 of 2 workers among them");
    expect((await guard.stop()).code).toBe(0);
  });
});
