import { describe, expect, it } from "vitest";
import { freePort, makeFolder, runGuard, SMALL, startGuard, waitFor } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { processesWith, stateOf } from "../support/processes.ts";
import { nothingLeft, startStandIn } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";
import { privateFolders } from "../support/traces.ts";

async function startMarked(words: readonly string[] = []) {
  const cwd = makeServerFolder();
  const runtime = makeFolder();
  const env = { ...SMALL, GUARD_TEST_MARK: cwd, XDG_STATE_HOME: runtime };
  const guard = startGuard(["server", "--port", String(await freePort()), ...words], { cwd, env });
  const left = () => processesWith(`GUARD_TEST_MARK=${cwd}`);
  return { guard, left, runtime };
}

describe("the life of a server", () => {
  // The others are those of test/full/life-matrix.test.ts.
  it.each(["SIGTERM", "SIGQUIT"] as const)("ends orderly at %s with 0", async (signal) => {
    const { guard, left, runtime } = await startMarked();
    await guard.ready();
    guard.signal(signal);
    expect((await guard.ended).code).toBe(0);
    await waitFor(() => left().length === 0);
    expect(privateFolders(runtime)).toEqual([]);
  });

  it("takes MLflow along when the launcher is killed", async () => {
    const { guard, left, runtime } = await startMarked(["--guard-stop-timeout", "10"]);
    const url = await guard.ready();
    guard.signal("SIGKILL");
    expect((await guard.ended).signal).toBe("SIGKILL");
    await waitFor(
      () => left().length === 0,
      15_000,
      () => JSON.stringify(left()),
    );
    await waitFor(() => privateFolders(runtime).length === 0);
    await expect(ask(url)).rejects.toThrow();
  });

  it("hands on the code of an MLflow that fails, and says that it did", async () => {
    const words = [
      "server",
      "--port",
      String(await freePort()),
      "--backend-store-uri",
      "postgresql://127.0.0.1:1/x",
    ];
    const ended = await runGuard(words, { env: SMALL });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("MLflow ended with code 1 before it was ready");
    expect(ended.stderr).not.toContain("mlflow-guard: ready");
  });

  it("ends with 137 when MLflow is killed", async () => {
    const { guard, left } = await startMarked();
    await guard.ready();
    const wrapper = left().find(({ argv }) => argv.includes("bin/mlflow server"));
    process.kill(wrapper?.pid ?? 0, "SIGKILL");
    expect((await guard.ended).code).toBe(137);
    await waitFor(() => left().length === 0);
  });

  it("ends with 71 when MLflow does not answer in time", async () => {
    const { guard, left } = await startMarked(["--guard-ready-timeout", "1"]);
    const ended = await guard.ended;
    expect([ended.code, ended.stderr]).toEqual([
      71,
      expect.stringContaining("was not ready within 1 s"),
    ]);
    await waitFor(() => left().length === 0);
  });

  it("writes its own lines as JSON on request, the ready event included", async () => {
    const { guard } = await startMarked(["--guard-log-format=json"]);
    const line = await waitFor(
      () =>
        guard
          .stderr()
          .split("\n")
          .find((text) => text.includes('"event":"ready"')),
      100_000,
    );
    expect(JSON.parse(line)).toMatchObject({
      level: "info",
      login: null,
      exposure: "loopback",
      mlflow: "3.17.2",
      checked: { sockets: true, workers: { asked: 0, of: 0 } },
    });
    expect((await guard.stop()).code).toBe(0);
  });
});

it("a pause (Ctrl-Z) holds MLflow, too, and both go on", async () => {
  const stand = await startStandIn("good");
  await stand.guard.ready();
  const members = processesWith(stand.mark).map(({ pid }) => pid);
  expect(members.length).toBeGreaterThan(2);
  stand.guard.signal("SIGTSTP");
  await waitFor(() => members.every((pid) => stateOf(pid) === "T"));
  stand.guard.signal("SIGCONT");
  await waitFor(() => members.every((pid) => stateOf(pid) !== "T"));
  expect((await ask(`http://127.0.0.1:${stand.port}/health`)).status).toBe(200);
  expect((await stand.guard.stop()).code).toBe(0);
  await waitFor(() => nothingLeft(stand));
});
