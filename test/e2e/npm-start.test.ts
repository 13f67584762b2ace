import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { BIN, freePort, makeFolder, SMALL, shared, withCleanup } from "../support/guard.ts";
import { prepareStandIn, standInMlflow } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";
import { expectNothingLeft } from "../support/traces.ts";

const ROOT = fileURLToPath(new URL("..", `file://${BIN}`));
const READY = "mlflow-guard: ready";
const CTRL_C = "\x03";

const NPM_START = ["npm", "start", "--prefix", ROOT, "--"];
/** `npm start` is `server` by itself. */
const asArguments = ([, ...words]: readonly string[]) => words;

const mlflow = shared(() => standInMlflow());

/** npm sends the signal of the terminal a second time, within a millisecond. */
describe.concurrent("Ctrl-C under npm start", () => {
  it.for([
    1, 2, 3, 4,
  ])("is one signal: a server that needs a while to end gets it (try %i)", (_try, {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepareStandIn("plain", {
        MLFLOW_GUARD_MLFLOW: mlflow(),
        STANDIN_SECONDS_TO_END: "0.8",
        HOME: makeFolder(),
      });
      const where = { env: stand.env, command: NPM_START };
      const steps = [{ see: READY, type: CTRL_C }];
      const seen = await atTerminal(asArguments(stand.words), steps, where);
      const since = performance.now();
      expect([seen.code, seen.unseen]).toEqual([EXIT.ok, []]);
      expect(seen.screen).toMatch(/mlflow-guard: stopping \(SIGINT\)/);
      expect(seen.screen).toMatch(/mlflow-guard: stopped after \d\.\d s with exit code 0\b/);
      await expectNothingLeft(stand, 0, since);
    }));

  it("is one signal: the real MLflow ends in order", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const env = { ...SMALL, HOME: makeFolder() };
      const store = `sqlite:///${makeFolder()}/mlflow.db`;
      const words = ["--port", String(await freePort()), "--backend-store-uri", store];
      const steps = [{ see: READY, type: CTRL_C }];
      const seen = await atTerminal(words, steps, { env, command: NPM_START });
      expect([seen.code, seen.unseen]).toEqual([EXIT.ok, []]);
    }));

  it("is the end of a server that does not listen where it comes again", ({
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await prepareStandIn("plain", {
        MLFLOW_GUARD_MLFLOW: mlflow(),
        MLFLOW_GUARD_STOP_TIMEOUT: "60",
        STANDIN_STUBBORN: "1",
        HOME: makeFolder(),
      });
      const where = { env: stand.env, command: NPM_START };
      const twice = [
        { see: READY, type: CTRL_C },
        { see: "not now", type: CTRL_C, pause: 0.7 },
      ];
      const seen = await atTerminal(asArguments(stand.words), twice, where);
      const since = performance.now();
      expect([seen.code, seen.unseen]).toEqual([137, []]);
      await expectNothingLeft(stand, 0, since);
    }));
});

/** In a word of their own, -h is npm's help to npm, and -w a workspace: nothing is started. */
describe.concurrent("a short option in front of the two dashes", () => {
  it.for([
    ["-p 5001", "npm start -- -p 5001"],
    ["-p5001", "npm start -- -p 5001"],
    ["-w4", "npm start -- -w 4"],
    ["-hlocalhost", "npm start -- -h localhost"],
  ])("is named, and nothing is started: %s", async ([typed = "", fix = ""], { expect }) => {
    const words = ["start", "--prefix", ROOT, ...typed.split(" ")];
    const { exitCode, stderr } = await execa("npm", words, { reject: false });
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain(`npm took ${typed.slice(0, 2)} for a setting of its own`);
    expect(stderr).toContain(`fix   ${fix}`);
  });
});
