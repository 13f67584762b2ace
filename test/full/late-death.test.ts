import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readInstallation } from "../../src/facts/mlflow/installation.ts";
import { makeEnvironment } from "../support/environments.ts";
import { freePort, SMALL, startGuard, waitFor } from "../support/guard.ts";
import { processesWith } from "../support/processes.ts";
import { flat } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

/** The processes that serve; their parent only watches over them. */
function workersOf(mark: string): number[] {
  return processesWith(mark)
    .filter(({ argv }) => argv.includes("multiprocessing.spawn"))
    .map(({ pid }) => pid);
}

describe("a server that served", () => {
  it("ends with 71 and the reason when its workers die for good", async () => {
    const cwd = makeServerFolder();
    const mlflow = makeEnvironment(join(cwd, "env"), {});
    const found = readInstallation(mlflow);
    if ("reason" in found) throw new Error(found.reason);
    const port = String(await freePort());
    const words = ["server", "--port", port, "--workers", "2", "--guard-mlflow", mlflow];
    const mark = { GUARD_TEST_MARK: cwd };
    const guard = startGuard(words, { cwd, env: { ...SMALL, ...mark } });
    await guard.ready();
    // An upgrade that goes wrong under a running server: what runs goes on, what starts anew cannot.
    rmSync(join(found.sitePackages, "mlflow"));
    expect(dirname(found.sitePackages)).toContain(cwd);
    const workers = workersOf(`GUARD_TEST_MARK=${cwd}`);
    expect(workers.length).toBeGreaterThan(1);
    for (const pid of workers) process.kill(pid, "SIGKILL");
    const { code, stderr } = await guard.ended;
    expect([code, flat(stderr)]).toEqual([
      71,
      expect.stringContaining("MLflow's workers die, and nobody answers any more"),
    ]);
    await waitFor(() => processesWith(`GUARD_TEST_MARK=${cwd}`).length === 0);
  });
});
