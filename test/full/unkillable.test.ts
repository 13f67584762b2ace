import { chmodSync, chownSync, copyFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { makeFolder, start, waitFor, whenFinished } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { processesCalled } from "../support/processes.ts";
import { copyProgram } from "../support/program-copy.ts";
import { flat, isListening, prepareStandIn } from "../support/stand-in.ts";

const USER = 4242;

/** A program that becomes root altogether, whoever starts it: nobody else can end it. */
function makeRootSleep(): string {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  const [python, sleep] = [join(folder, "python"), join(folder, "root-sleep")];
  copyFileSync("/usr/bin/python3", python);
  chmodSync(python, 0o4755);
  const become = "import posix\nposix.setresuid(0, 0, 0)\n";
  const text = `#!${python} -I\n${become}posix.execv("/bin/sleep", ["${sleep}", "3600"])\n`;
  writeFileSync(sleep, text, { mode: 0o755 });
  return sleep;
}

it(
  "a process that the launcher may not kill is named, and does not keep it",
  needs("root"),
  async () => {
    const sleep = makeRootSleep();
    const { words, env, cwd, port, runtime } = await prepareStandIn(`runs:${sleep}`);
    for (const folder of [cwd, runtime]) chownSync(folder, USER, USER);
    const scripts = dirname(env.MLFLOW_GUARD_MLFLOW ?? "");
    chmodSync(dirname(scripts), 0o755);
    // The managed one may be where only root reaches.
    rmSync(join(scripts, "python"));
    symlinkSync("/usr/bin/python3", join(scripts, "python"));
    whenFinished(() => {
      for (const { pid } of processesCalled(sleep)) process.kill(pid, "SIGKILL");
    });
    const as = [`--reuid=${USER}`, `--regid=${USER}`, "--clear-groups"];
    const more = { MLFLOW_GUARD_STOP_TIMEOUT: "2" };
    const guard = start("setpriv", [...as, process.execPath, copyProgram(), ...words], {
      cwd,
      env: { ...env, ...more },
    });
    await guard.ready();
    const [unkillable] = await waitFor(() => {
      const found = processesCalled(sleep);
      return found.length > 0 && found;
    });
    const since = performance.now();
    guard.signal("SIGTERM");
    const { code, stderr } = await guard.ended;
    expect(performance.now() - since).toBeLessThan(12_000);
    const text = flat(stderr);
    expect(text).toContain(`process ${unkillable?.pid}, which MLflow started, could not be ended`);
    expect(text).toContain(`ps -fp ${unkillable?.pid}`);
    expect(code).toBe(137);
    expect(await isListening(port)).toBe(false);
  },
);
