import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { BIN, shared, start, waitFor, withCleanup } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { hasPending, processesWith } from "../support/processes.ts";
import { type Prepared, prepareStandIn, standInMlflow } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";
import { expectNothingLeft } from "../support/traces.ts";

const STOP_TIMEOUT = 2;
const READY = "mlflow-guard: ready";
const CTRL_C = "\x03";
const CTRL_BACKSLASH = "\x1c";

const mlflow = shared(() => standInMlflow(undefined, "writer"));

const prepare = (env: Readonly<Record<string, string>> = {}) =>
  prepareStandIn("plain", {
    MLFLOW_GUARD_MLFLOW: mlflow(),
    MLFLOW_GUARD_STOP_TIMEOUT: String(STOP_TIMEOUT),
    WRITER: "lines 0 0",
    ...env,
  });

const launcherOf = ({ mark }: Prepared): number =>
  processesWith(mark).find(({ argv }) => argv.startsWith(`${process.execPath} ${BIN} `))?.pid ??
  Number.NaN;

const health = ({ port }: Prepared) => ask(`http://127.0.0.1:${port}/health`);

describe.concurrent("at a terminal", () => {
  it.for([
    ["Ctrl-C", CTRL_C],
    ["Ctrl-\\", CTRL_BACKSLASH],
  ] as const)("%s is an orderly end", ([, type], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepare();
      const seen = await atTerminal(stand.words, [{ see: READY, type }], stand);
      const since = performance.now();
      expect([seen.code, seen.unseen]).toEqual([EXIT.ok, []]);
      await expectNothingLeft(stand, 0, since);
    }));

  it("a second Ctrl-C is the end of a server that does not listen", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepare({
        STANDIN_STUBBORN: "1",
        MLFLOW_GUARD_STOP_TIMEOUT: "60",
      });
      const twice = [
        { see: READY, type: CTRL_C },
        { see: "not now", type: CTRL_C, pause: 0.7 },
      ];
      const seen = await atTerminal(stand.words, twice, stand);
      const since = performance.now();
      expect([seen.code, seen.unseen]).toEqual([137, []]);
      await expectNothingLeft(stand, 0, since);
    }));

  it("its end is an orderly end", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepare();
      const seen = await atTerminal(stand.words, [{ see: READY, close: true }], stand);
      const since = performance.now();
      expect([seen.code, seen.unseen]).toEqual([EXIT.ok, []]);
      await expectNothingLeft(stand, 0, since);
    }));
});

describe.concurrent("the ready block", () => {
  it.for([
    ["no login", []],
    ["a login", ["--app-name", "basic-auth"]],
  ] as const)("stands out, and comes once all workers take connections: %s", ([, words], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepareStandIn("late-worker", { MLFLOW_GUARD_MLFLOW: standInMlflow() });
      const steps = [{ see: READY, type: CTRL_C }];
      const seen = await atTerminal([...stand.words, ...words], steps, stand);
      expect(seen.code).toBe(EXIT.ok);
      const [before = "", after = ""] = seen.screen.split(READY);
      expect(before).toContain("the late worker serves");
      // On a slow machine the blank line is the one that showed how the start went.
      expect(before).toMatch(/(?:\n|\r\u001b\[K)\r\n\u001b\[1m\u001b\[32m$/);
      expect(after).toMatch(/^ http:\S+ after [^\r\n]+\u001b\[39m\u001b\[22m\r\n/);
    }));

  it("has no colour where none is wanted", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepare({ NO_COLOR: "1" });
      const seen = await atTerminal(stand.words, [{ see: READY, type: CTRL_C }], stand);
      const plain = seen.screen.replaceAll("\r\u001b[K", "");
      expect(plain).toContain(`\r\n${READY} http:`);
      expect(plain).not.toContain("\u001b[");
    }));
});

describe.concurrent("under nohup", () => {
  it.for(["bash", "dash"])("it goes on when the terminal goes: %s", (shell, {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepare();
      const log = join(stand.cwd, "nohup.out");
      const script = 'nohup "$@" & wait';
      const command = [shell, "-c", script, shell, process.execPath, BIN];
      const seen = await atTerminal(stand.words, [{ see: READY, in: log, close: true }], {
        ...stand,
        command,
      });
      // The shell is gone.
      expect([seen.code, seen.unseen]).toEqual([-1, []]);
      const launcher = launcherOf(stand);
      await waitFor(() => !hasPending(launcher));
      process.kill(launcher, "SIGHUP");
      await waitFor(() => !hasPending(launcher));
      expect((await health(stand)).status).toBe(200);
      const since = performance.now();
      process.kill(launcher, "SIGTERM");
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
    }));
});

/** Nobody reads what is written there after its first line; the shell says how the launcher ended. */
const READERS = [
  ["stdout", '{ "$@"; echo $? >code; } | head -n 1'],
  ["stderr", '{ "$@" 2>&1 >out; echo $? >code; } | head -n 1'],
  ["both", '{ "$@" 2>&1; echo $? >code; } | head -n 1'],
] as const;

describe.concurrent("with a reader that went away", () => {
  it.for(READERS)("it goes on: %s", ([, script], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepare({ WRITER: "lines 1000 0" });
      const words = ["-c", script, "sh", process.execPath, BIN, ...stand.words];
      const { cwd, env } = stand;
      const shell = start("/bin/sh", words, { cwd, env, group: true });
      await waitFor(async () => (await health(stand).catch(() => null))?.status === 200);
      stand.trigger();
      await waitFor(() => existsSync(join(stand.cwd, "written")));
      expect((await health(stand)).status).toBe(200);
      const since = performance.now();
      process.kill(launcherOf(stand), "SIGTERM");
      await shell.ended;
      await expectNothingLeft(stand, STOP_TIMEOUT, since);
      expect(readFileSync(join(stand.cwd, "code"), "utf8")).toBe("0\n");
    }));
});
