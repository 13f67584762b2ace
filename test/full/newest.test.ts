import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pypiProgram } from "../../scripts/pypi-program.js";
import { logRun } from "../support/client.ts";
import {
  freePort,
  MANAGED,
  makeFolder,
  runGuard,
  SMALL,
  start,
  startGuard,
  waitFor,
} from "../support/guard.ts";
import { ask, EXPERIMENTS } from "../support/http.ts";
import { newestMlflow } from "../support/newest-mlflow.ts";
import { processesWith } from "../support/processes.ts";

/** A start with these words, one worker and a mark on all its processes. */
async function startWith(mlflow: string, words: readonly string[] = [], more = {}) {
  const cwd = makeFolder();
  const named = ["server", "--guard-mlflow", mlflow, "--port", String(await freePort())];
  const env = { ...SMALL, GUARD_TEST_MARK: cwd, ...more };
  const guard = startGuard([...named, ...words], { cwd, env });
  return { guard, left: () => processesWith(`GUARD_TEST_MARK=${cwd}`) };
}

const LOGS_A_FILE = `
import mlflow
with mlflow.start_run() as run:
    mlflow.log_text("hello", "a/b.txt")
print("read back:", mlflow.artifacts.load_text(run.info.artifact_uri + "/a/b.txt"))
`;

/** What a start ends with when the server process is killed from outside. */
async function endedAlone(mlflow: string): Promise<{ code: number | null; stderr: string }> {
  const { guard, left } = await startWith(mlflow);
  await guard.ready();
  const servers = left()
    .map(({ pid }) => pid)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("\0-m\0uvicorn\0"));
  expect(servers.length).toBeGreaterThan(0);
  process.kill(Math.min(...servers), "SIGSEGV");
  return guard.ended;
}

describe("a server process that ends by itself", () => {
  it("is code 0 to MLflow 3.17.2, and 71 here", async () => {
    const { code, stderr } = await endedAlone(join(MANAGED, "bin", "mlflow"));
    expect([code, stderr]).toEqual([71, expect.stringContaining("MLflow ended with code 0")]);
  });

  it("is code 1 to MLflow 3.18.0, and here", async () => {
    const { code, stderr } = await endedAlone((await newestMlflow()).path);
    expect([code, stderr]).toEqual([1, expect.stringContaining("MLflow ended with code 1")]);
  }, 240_000);
});

describe("MLflow 3.18.0", () => {
  it("serves this machine, turns foreign names away, and leaves nothing behind", async () => {
    const { guard, left } = await startWith((await newestMlflow()).path);
    const url = await guard.ready();
    const status = async (host: string) =>
      (await ask(`${url}${EXPERIMENTS}`, { headers: { host } })).status;
    expect([await status("localhost:9999"), await status("evil.example")]).toEqual([200, 403]);
    const { code, stderr } = await guard.stop();
    expect([code, stderr]).toEqual([0, expect.not.stringMatching(/sitecustomize|Traceback/)]);
    await waitFor(() => left().length === 0);
  }, 240_000);

  it("is refused without a login, and serves with it after init", async () => {
    const { path, python } = await newestMlflow();
    const port = await freePort();
    const where = { cwd: makeFolder(), env: { ...SMALL, MLFLOW_GUARD_MLFLOW: path } };
    const words = ["server", "--host", "0.0.0.0", "--port", String(port)];
    const refused = await runGuard(words, where);
    expect([refused.code, refused.stderr]).toEqual([
      78,
      expect.stringContaining("public-without-auth"),
    ]);
    expect((await runGuard(["init"], where)).code).toBe(0);
    const file = readFileSync(join(where.cwd, ".env"), "utf8");
    const password = /^MLFLOW_AUTH_ADMIN_PASSWORD=(.+)$/m.exec(file)?.[1] ?? "";

    const guard = startGuard(words, where);
    await guard.ready();
    const url = `http://127.0.0.1:${port}`;
    expect(await logRun(url, { user: "admin", password }, python)).toContain("logged 0.75");
    expect(await logRun(url, null, python)).toMatch(/\b401\b/);
    const { code, stderr } = await guard.stop();
    expect([code, stderr]).toEqual([0, expect.not.stringContaining(password)]);
  }, 400_000);

  it("may leave containers of jobs behind: said when it stops", async () => {
    const docker = { MLFLOW_JOB_CUSTOM_SCORER_EXECUTOR_BACKEND: "docker" };
    const { guard } = await startWith((await newestMlflow()).path, [], docker);
    await guard.ready();
    const { code, stderr } = await guard.stop();
    const left =
      "containers of jobs may still run: docker ps --filter label=mlflow.job_id\nmlflow-guard: stopped after";
    expect([code, stderr]).toEqual([0, expect.stringContaining(left)]);
  }, 240_000);

  it("hands out presigned URLs of a bucket, and takes no file itself", async () => {
    const { path, python } = await newestMlflow();
    const port = await freePort();
    const store = await pypiProgram("moto", "5.2.5", {
      command: "moto_server",
      extras: "[server,s3]",
    });
    start(store, ["-H", "127.0.0.1", "-p", String(port)]);
    const bucket = `http://127.0.0.1:${port}/runs`;
    await waitFor(
      () =>
        fetch(bucket, { method: "PUT" }).then(
          ({ ok }) => ok,
          () => false,
        ),
      60_000,
    );
    const words = ["--artifacts-presigned-only", "--artifacts-destination", "s3://runs"];
    const { guard } = await startWith(path, words, {
      MLFLOW_S3_ENDPOINT_URL: new URL(bucket).origin,
      AWS_ACCESS_KEY_ID: "for-tests",
      AWS_SECRET_ACCESS_KEY: "for-tests",
      AWS_DEFAULT_REGION: "us-east-1",
    });
    const url = await guard.ready();
    // The client has no credentials of the store.
    const env = { MLFLOW_TRACKING_URI: url, HOME: makeFolder() };
    const client = await start(python, ["-c", LOGS_A_FILE], { env }).ended;
    expect(client.stdout, client.stderr).toContain("read back: hello");
    expect(await (await fetch(bucket)).text()).toMatch(/<Key>0\/\w+\/artifacts\/a\/b\.txt<\/Key>/);
    const byProxy = `${url}/api/2.0/mlflow-artifacts/artifacts/c.txt`;
    expect((await fetch(byProxy, { method: "PUT", body: "x" })).status).toBe(403);
    expect((await guard.stop()).code).toBe(0);
  }, 240_000);

  it("hands out no presigned URLs from a folder: the reason is said", async () => {
    const { path } = await newestMlflow();
    const { guard } = await startWith(path, ["--artifacts-presigned-only"]);
    const { code, stderr } = await guard.ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining("gives out no presigned URLs")]);
  }, 240_000);
});
