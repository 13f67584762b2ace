import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NOT_STARTED, REAPER_START, reaperInput } from "../../src/launch/process/reaper.ts";
import { spawnServer } from "../../src/launch/process/spawn-server.ts";
import type { LaunchPlan } from "../../src/plan/types.ts";
import { describeFailedStart } from "../../src/report/endings/failed-starts.ts";
import { type Ended, MANAGED, makeFolder, PYTHON, runGuard, start } from "../support/guard.ts";
import { needs } from "../support/needs.ts";

const BIG = 140_000;

/** As it reads on the screen, without the line breaks. */
function said({ stderr }: Ended): string {
  return stderr.replace(/\s+/g, " ");
}

function expectRefused(ended: Ended, name: string) {
  expect(said(ended)).toMatch(new RegExp(`${name} comes to [\\d,]+ bytes`));
  expect(ended.stderr).not.toContain("internal error");
  expect(ended.stderr).not.toContain("MLflow 3");
  expect(ended.code).toBe(64);
}

describe("what is too big for the kernel", needs("Linux"), () => {
  it.each(["check", "server"])("as a line of an env file is refused by %s", async (command) => {
    const cwd = makeFolder({ "big.env": `MLFLOW_SOMETHING=${"a".repeat(BIG)}\n` });
    const ended = await runGuard([command, "--guard-env-file", "big.env"], { cwd });
    expectRefused(ended, String.raw`MLFLOW_SOMETHING \(big\.env:1\)`);
  });

  it.each([
    "check",
    "server",
  ])("as hosts that double on the way is refused by %s", async (command) => {
    const hosts = Array.from({ length: 3000 }, (_, at) => `host-${at}.example.com`).join(",");
    const words = [command, "--allowed-hosts", hosts];
    const proxy = ["--guard-behind-proxy", "https://mlflow.example.com"];
    expectRefused(await runGuard([...words, ...proxy]), "--allowed-hosts");
  });

  it.each(["check", "server"])("with a small stack is refused by %s", async (command) => {
    const env = Object.fromEntries(
      Array.from({ length: 15 }, (_, at) => [`FILLER_${at}`, "x".repeat(8000)]),
    );
    const script = 'ulimit -s 512; exec "$@"';
    const words = ["-c", script, "sh", process.execPath, join("bin", "mlflow-guard.js")];
    const ended = await start("/bin/sh", [...words, command], { env, cwd: process.cwd() }).ended;
    expect(said(ended)).toMatch(/all variables and options come to [\d,]+ bytes .* FILLER_\d+/);
    expect(ended.code).toBe(64);
  });
});

/** An environment that reads like one with an MLflow, and whose Python and command are as given. */
function environment(python: (path: string) => void, shebang?: string): string {
  const folder = makeFolder();
  const site = join(folder, "lib", "python3.11", "site-packages");
  mkdirSync(join(site, "mlflow-3.17.2.dist-info"), { recursive: true });
  mkdirSync(join(folder, "bin"));
  const bin = join(folder, "bin", "python");
  python(bin);
  const executable = join(folder, "bin", "mlflow");
  writeFileSync(executable, shebang ?? `#!${bin}\nprint("never")\n`);
  chmodSync(executable, 0o755);
  return executable;
}

describe("an MLflow that the system does not run", needs("Linux"), () => {
  const program = (content: string, mode: number) => (path: string) => {
    writeFileSync(path, content);
    chmodSync(path, mode);
  };

  it.each([
    ["whose Python is gone", (path: string) => symlinkSync("/nonexistent/python", path), "ENOENT"],
    ["whose Python may not be run", program("", 0o600), "EACCES"],
  ])("%s is one clear line and 69", async (_what, python, code) => {
    const mlflow = environment(python);
    const ended = await runGuard(["server", "--port", "0", "--guard-mlflow", mlflow]);
    expect(said(ended)).toContain(`could not be started (${code})`);
    expect(said(ended)).toContain("rules mlflow-not-runnable)");
    expect(ended.stderr).not.toContain("internal error");
    expect(ended.code).toBe(69);
  });

  it("whose Python is of another machine is not taken for an MLflow that ended", async () => {
    const mlflow = environment(program("\x7fELF\x01\x01nothing", 0o755));
    const ended = await runGuard(["server", "--port", "0", "--guard-mlflow", mlflow]);
    expect(said(ended)).toContain("before it could start MLflow: it is no Python");
    expect(said(ended)).toContain("rules python-not-runnable)");
    expect(ended.stderr).not.toContain("stopp");
    expect(ended.code).toBe(69);
  });

  it("whose command needs a shell that is not there is named by what it is", async () => {
    const wrapped = join(MANAGED, "bin", "mlflow");
    const mlflow = environment(() => {}, `#!/nowhere/sh\nexec ${wrapped} "$@"\n`);
    const ended = await runGuard(["server", "--port", "0", "--guard-mlflow", mlflow]);
    expect(said(ended)).toContain(`${mlflow} could not be started (ENOENT)`);
    expect(ended.stderr).not.toContain("stopp");
    expect(ended.code).toBe(69);
  });

  it("whose word the kernel does not take, told by what starts it", async () => {
    const folder = makeFolder();
    const plan = { executable: PYTHON, argv: ["x".repeat(BIG)], environment: new Map() };
    const spawned = spawnServer({
      plan: plan as unknown as LaunchPlan,
      reaper: { python: PYTHON, input: reaperInput(folder, false), folder },
      ...{ stopTimeout: 5, mark: "MARK=1", cwd: folder, stdio: ["pipe", "pipe"] },
    });
    spawned.go();
    const { failure } = await spawned.ended;
    expect(failure).toMatchObject({ id: "command-too-long", exit: 71 });
    expect(failure && describeFailedStart(failure).what).toContain("E2BIG");
    expect(NOT_STARTED).toBe("not-started");
  });

  it("is not taken for one that a clock ended: the parent's ticks end with it", () => {
    const folder = makeFolder();
    // A thousand times as often as in a run, so that one comes while Python ends.
    const often = reaperInput(folder, false).replace(
      "ITIMER_REAL, 1, 1",
      "ITIMER_REAL, 0.001, 0.001",
    );
    expect(often).not.toBe(reaperInput(folder, false));
    const input = `${often}${JSON.stringify(["/bin/true"])}\n`;
    const ends = Array.from({ length: 5 }, () => {
      const words = ["-I", "-S", "-c", REAPER_START, "5"];
      const { status, signal } = spawnSync(PYTHON, words, { input, timeout: 20_000 });
      return signal ?? status;
    });
    expect(ends).toEqual([0, 0, 0, 0, 0]);
  });

  it("whose variable the kernel does not take, told at once", async () => {
    const environment = new Map([["NAME", "x".repeat(BIG)]]);
    const spawned = spawnServer({
      plan: { executable: PYTHON, argv: [], environment } as unknown as LaunchPlan,
      reaper: null,
      ...{ stopTimeout: 5, mark: "MARK=1", cwd: "/", stdio: ["pipe", "pipe"] },
    });
    expect(spawned.leader).toBeUndefined();
    expect((await spawned.ended).failure).toMatchObject({ exit: 71 });
  });
});
