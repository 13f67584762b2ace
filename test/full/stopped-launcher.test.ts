import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, runGuard, waitFor } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { processesWith, stateOf } from "../support/processes.ts";
import { flat, nothingLeft, prepareStandIn, startStandIn } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";

describe("a launcher that is stopped", needs("Linux"), () => {
  it("holds MLflow, and is not healthy; both go on with it", async () => {
    const stand = await startStandIn("good");
    await stand.guard.ready();
    const health = () =>
      runGuard(["healthcheck"], { cwd: stand.cwd, env: { XDG_STATE_HOME: stand.runtime } });
    expect((await health()).code).toBe(0);
    // All but the reaper, which has to notice that it goes on.
    const server = processesWith(stand.mark).filter(({ argv }) =>
      argv.includes("bin/mlflow server"),
    );
    expect(server.length).toBeGreaterThan(0);
    process.kill(stand.guard.pid, "SIGSTOP");
    await waitFor(() => server.every(({ pid }) => stateOf(pid) === "T"));
    const sick = await waitFor(async () => {
      const { code, stderr } = await health();
      expect(code).toBe(1);
      return stderr.includes("nobody watches") && flat(stderr);
    }, 60_000);
    expect(sick).toMatch(
      /nobody watches http:\S+: its launcher \(process \d+\) has not looked at it for \d+ s/,
    );
    expect(sick).toContain(`kill -CONT ${stand.guard.pid}`);
    process.kill(stand.guard.pid, "SIGCONT");
    await waitFor(() => server.every(({ pid }) => stateOf(pid) !== "T"));
    await waitFor(async () => (await health()).code === 0, 30_000);
    expect((await stand.guard.stop()).code).toBe(0);
    expect(await nothingLeft(stand)).toBe(true);
  });

  it("by its terminal, as it writes to it from the background, holds MLflow, too", async () => {
    const stand = await prepareStandIn("late:127.0.0.1");
    const script =
      'set -m; "$@" & read go; stty tostop; touch trigger; while ! [ -e continue ]; do sleep 0.1; done; fg';
    const words = ["-c", script, "bash", process.execPath, BIN, ...stand.words];
    const seen = atTerminal(
      words,
      [
        { see: "mlflow-guard: ready", type: "go\n" },
        { see: "for this machine only", type: "\x03" },
      ],
      { cwd: stand.cwd, env: stand.env, command: ["/bin/bash"] },
    );
    const server = await waitFor(() => {
      const found = processesWith(stand.mark).filter(({ argv }) =>
        argv.includes("bin/mlflow server"),
      );
      return found.length > 0 && found.every(({ pid }) => stateOf(pid) === "T") && found;
    }, 60_000);
    writeFileSync(join(stand.cwd, "continue"), "");
    const { code, screen } = await seen;
    expect([code, screen]).toEqual([0, expect.stringContaining("stopped after")]);
    expect(server.length).toBeGreaterThan(0);
  });

  it("and killed then leaves nothing", async () => {
    const stand = await startStandIn("good");
    await stand.guard.ready();
    const server = processesWith(stand.mark).filter(({ argv }) =>
      argv.includes("bin/mlflow server"),
    );
    process.kill(stand.guard.pid, "SIGSTOP");
    await waitFor(() => server.every(({ pid }) => stateOf(pid) === "T"));
    process.kill(stand.guard.pid, "SIGKILL");
    await stand.guard.ended;
    await waitFor(() => nothingLeft(stand), 15_000);
  });
});
