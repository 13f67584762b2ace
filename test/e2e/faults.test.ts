import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { makeFolder, runGuard, startGuard, waitFor } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { needs } from "../support/needs.ts";
import {
  flat,
  isListening,
  nothingLeft,
  prepareStandIn,
  startStandIn,
} from "../support/stand-in.ts";
import { privateFolders } from "../support/traces.ts";

/** Makes a mistake in the launcher, one that nobody waits for: SIGUSR2 lets it happen. */
function withMistake(act: string): Record<string, string> {
  return preloaded(`process.on("SIGUSR2", () => { ${act} });`);
}

function preloaded(text: string): Record<string, string> {
  const folder = makeFolder({ "mistake.cjs": text });
  return { NODE_OPTIONS: `--require=${join(folder, "mistake.cjs")}` };
}

const MISTAKE = /internal error \(TypeError\)/g;

describe("an error in the launcher that nobody caught", () => {
  it.each([
    ["a promise", 'Promise.reject(new TypeError("a secret"))'],
    ["a callback", 'setTimeout(() => { throw new TypeError("a secret"); })'],
    ["several", 'setInterval(() => { throw new TypeError("a secret"); }, 5)'],
    [
      "a call of the system",
      "const call = Object.assign(new Error('a secret'), { code: 'EIO', syscall: 'lstat' });" +
        "require('node:fs').lstatSync = () => { throw call; };",
      EXIT.notServing,
      /a call that was needed: lstat \(EIO, i\/o error\)/g,
    ],
  ])("stops the server in order: %s", async (_what, act, exit: number = EXIT.internal, words = MISTAKE) => {
    const stand = await startStandIn("good", undefined, withMistake(act));
    await stand.guard.ready();
    process.kill(stand.guard.pid, "SIGUSR2");
    const { code, stderr } = await stand.guard.ended;
    expect(code).toBe(exit);
    expect(flat(stderr).match(words)).toHaveLength(1);
    expect(flat(stderr)).toContain("stopped after");
    expect(stderr).not.toMatch(/a secret|\n {4}at /);
    expect(await nothingLeft(stand)).toBe(true);
    // Without lstat the launcher leaves it to its guardian, which is a moment later.
    await waitFor(() => privateFolders(stand.runtime).length === 0);
  });

  it("ends a start that has not come so far", async () => {
    const stand = await prepareStandIn("sick", withMistake('Promise.reject(new TypeError("x"))'));
    const guard = startGuard(stand.words, { cwd: stand.cwd, env: stand.env });
    await waitFor(() => privateFolders(stand.runtime).length > 0);
    process.kill(guard.pid, "SIGUSR2");
    const { code, stderr } = await guard.ended;
    expect([code, stderr]).toEqual([EXIT.internal, expect.stringContaining("internal error")]);
    await waitFor(() => nothingLeft({ ...stand, guard }));
    await waitFor(() => privateFolders(stand.runtime).length === 0);
  });

  it.each([
    ["of the guardian", "net.Socket.prototype", "write", "String(first).startsWith('group ')"],
    ["of signals", "process", "on", "first === 'SIGTSTP'"],
    ["of the time it has", "globalThis", "setTimeout", "second === 49_000"],
  ])("ends what was started and not begun yet, in want %s", async (_what, it, name, when) => {
    const text = `const net = require("node:net");
      const { ${name}: used } = ${it};
      ${it}.${name} = function (first, second, ...rest) {
        if (${when}) throw Object.assign(new Error("a secret"), { code: "EMFILE" });
        return used.call(this, first, second, ...rest);
      };`;
    const timeout = { MLFLOW_GUARD_READY_TIMEOUT: "49" };
    const stand = await startStandIn("good", undefined, { ...preloaded(text), ...timeout });
    const { code, stderr } = await stand.guard.ended;
    expect([code, stderr]).toEqual([EXIT.notServing, expect.stringContaining("too few files")]);
    expect(stderr).not.toMatch(/a secret|\n {4}at /);
    expect(await nothingLeft(stand)).toBe(true);
    expect(privateFolders(stand.runtime)).toEqual([]);
  });

  it("ends another command", async () => {
    const folder = makeFolder({
      "mistake.cjs": 'setImmediate(() => { throw new TypeError("a secret"); });',
    });
    const env = { NODE_OPTIONS: `--require=${join(folder, "mistake.cjs")}` };
    const { code, stderr } = await runGuard(["healthcheck"], { cwd: folder, env });
    expect(code).toBe(EXIT.internal);
    expect(stderr).not.toMatch(/a secret|\n {4}at /);
  });
});

it(
  "a launcher whose files can grow no more says what that means, and goes on",
  needs("Linux"),
  async () => {
    const stand = await startStandIn("good");
    await stand.guard.ready();
    execFileSync("prlimit", [`--pid=${stand.guard.pid}`, "--fsize=1:"]);
    const text = await waitFor(() => {
      const said = flat(stand.guard.stderr());
      return said.includes("could not be noted in its private folder (EFBIG)") && said;
    }, 20_000);
    expect(text).toContain("mlflow-guard healthcheck calls it unwatched");
    expect((await ask(`http://127.0.0.1:${stand.port}/health`)).status).toBe(200);
    expect((await stand.guard.stop()).code).toBe(0);
    expect(await isListening(stand.port)).toBe(false);
  },
);
