import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, PYTHON, runGuard, start, waitFor } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { processesWith, stateOf } from "../support/processes.ts";
import { flat, nothingLeft, prepareStandIn, startStandIn } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";

/** Attaches as gdb does (ptrace(2)), and stops the process for good, or at each of its system calls, as strace does. */
const DEBUGGER = `
import ctypes, os, sys, time
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
SEIZE, INTERRUPT, SYSCALL = 0x4206, 0x4207, 24
pid, how = int(sys.argv[1]), sys.argv[2]
for request in (SEIZE, INTERRUPT):
    if libc.ptrace(request, pid, None, None):
        raise OSError(ctypes.get_errno())
while True:
    os.waitpid(pid, 0x40000000)
    if how == "keep":
        os.waitpid(pid, 0x40000000)
    os.write(1, b".")
    if how == "delay":
        time.sleep(1)
    libc.ptrace(SYSCALL, pid, None, None)
`;

/** System calls of a launcher in some seconds: it looks once a second. */
const TURNS = 2000;

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

  it("by a debugger holds MLflow, and goes on with it, but not for one that only follows", async () => {
    const stand = await startStandIn("good");
    await stand.guard.ready();
    const server = processesWith(stand.mark).filter(({ argv }) =>
      argv.includes("bin/mlflow server"),
    );
    const held = () => server.every(({ pid }) => stateOf(pid) === "T");
    const debuggers = (how: string) =>
      start(PYTHON, ["-I", "-c", DEBUGGER, String(stand.guard.pid), how]);
    const follower = debuggers("follow");
    await waitFor(() => follower.stdout().length > TURNS, 60_000);
    expect(held()).toBe(false);
    follower.signal("SIGKILL");
    await follower.ended;
    const keeper = debuggers("keep");
    await waitFor(held, 40_000);
    keeper.signal("SIGKILL");
    await waitFor(() => !held());
    expect((await stand.guard.stop()).code).toBe(0);
    expect(await nothingLeft(stand)).toBe(true);
  });

  it("by nobody, but hangs, holds a server that others can reach until it looks again", async () => {
    const reached = ["--app-name", "basic-auth", "--allowed-hosts", "mlflow.example.org"];
    const stand = await startStandIn("good", reached);
    await stand.guard.ready();
    const server = processesWith(stand.mark).filter(({ argv }) =>
      argv.includes("bin/mlflow server"),
    );
    const held = () => server.every(({ pid }) => stateOf(pid) === "T");
    const hang = start(PYTHON, ["-I", "-c", DEBUGGER, String(stand.guard.pid), "delay"]);
    await waitFor(held, 40_000);
    hang.signal("SIGKILL");
    await waitFor(() => !held());
    expect((await stand.guard.stop()).code).toBe(0);
    expect(await nothingLeft(stand)).toBe(true);
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
