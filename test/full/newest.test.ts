import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, MANAGED, makeFolder, SMALL, startGuard } from "../support/guard.ts";
import { processesWith } from "../support/processes.ts";

/**
 * The `mlflow` of an environment with 3.18.0, which cannot be installed where an index has no mlflow-skinny of that
 * version: a copy of the managed one, with `pip install --no-deps mlflow==3.18.0`.
 */
const NEWEST = process.env.MLFLOW_GUARD_TEST_NEWEST ?? "";

/** What a start with these words ends with when the server process is killed from outside. */
async function endedAlone(mlflow: string): Promise<{ code: number | null; stderr: string }> {
  const cwd = makeFolder();
  const port = await freePort();
  const words = ["server", "--guard-mlflow", mlflow, "--port", String(port)];
  const guard = startGuard(words, { cwd, env: { ...SMALL, GUARD_TEST_MARK: cwd } });
  await guard.ready();
  const servers = processesWith(`GUARD_TEST_MARK=${cwd}`)
    .map(({ pid }) => pid)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("\0-m\0uvicorn\0"));
  expect(servers.length).toBeGreaterThan(0);
  process.kill(Math.min(...servers), "SIGSEGV");
  const { code, stderr } = await guard.ended;
  return { code, stderr };
}

describe("a server process that ends by itself", () => {
  it("is code 0 to MLflow 3.17.2, and 71 here", async () => {
    const { code, stderr } = await endedAlone(join(MANAGED, "bin", "mlflow"));
    expect([code, stderr]).toEqual([71, expect.stringContaining("MLflow ended with code 0")]);
  });

  it.skipIf(NEWEST === "")("is code 1 to MLflow 3.18.0, and here", async () => {
    const { code, stderr } = await endedAlone(NEWEST);
    expect([code, stderr]).toEqual([1, expect.stringContaining("MLflow ended with code 1")]);
  });
});

describe.skipIf(NEWEST === "")("--artifacts-presigned-only of MLflow 3.18.0", () => {
  it("does not start on a folder, and the reason is said", async () => {
    const cwd = makeFolder();
    const words = ["server", "--guard-mlflow", NEWEST, "--port", String(await freePort())];
    const { code, stderr } = await startGuard([...words, "--artifacts-presigned-only"], {
      cwd,
      env: SMALL,
    }).ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining("gives out no presigned URLs")]);
  });
});
