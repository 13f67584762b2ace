import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMPLETE } from "../../src/mlflow/versions/managed.ts";
import { KNOWN_NEWER, MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import {
  BIN,
  type Ended,
  MANAGED,
  makeFolder,
  runGuard,
  SMALL,
  start,
  startGuard,
  waitFor,
} from "../support/guard.ts";
import { type Installer, makeInstaller, startAtTerminal } from "../support/install.ts";
import { FAILURES, PASSWORD } from "../support/install-failures.ts";
import { needs, OWN_MOUNTS } from "../support/needs.ts";
import { type PackageIndex, STAND_IN, startIndex } from "../support/package-index.ts";
import { flat } from "../support/stand-in.ts";

const WORDS = ["--version", STAND_IN];

const indexOf = ({ url }: PackageIndex) => ({ PIP_INDEX_URL: url });

function expectReady(ended: Ended, { folder }: Installer): void {
  expect([ended.stderr, ended.code]).toEqual([expect.any(String), 0]);
  expect(ended.stdout).toBe(`mlflow-guard: MLflow is ready to be launched: ${folder}/bin/mlflow\n`);
}

describe.each(["uv", "pip"] as const)("an installation by %s", (tool) => {
  it("makes a compiled environment, says each step, and is found done", async () => {
    const index = await startIndex({ tls: true });
    const installer = await makeInstaller(tool, { ...indexOf(index), PIP_CERT: index.authority });
    const first = await installer.start().ended;
    expectReady(first, installer);
    expect(first.stderr.match(/\d of 2: .*? by \S+/g)).toEqual([
      `1 of 2: making a virtual environment by ${tool === "uv" ? "uv" : "venv"}`,
      `2 of 2: installing mlflow[auth]==${STAND_IN} by ${tool},`,
    ]);
    const files = readdirSync(installer.folder, { recursive: true, encoding: "utf8" });
    expect(
      files.filter((name) => /^lib\/.*\/__pycache__\/mlflow_stand_in\./.test(name)),
    ).toHaveLength(1);
    const log = join(installer.root, `install-${STAND_IN}.log`);
    expect(statSync(log).mode & 0o777).toBe(0o600);

    const asked = index.asked.length;
    const second = await installer.start().ended;
    expectReady(second, installer);
    const start = `  start it with: mlflow-guard server --guard-mlflow ${installer.folder}/bin/mlflow\n`;
    expect([second.stderr, index.asked.length]).toEqual([start, asked]);
  });
});

describe("an installation without a version", () => {
  it("says that it takes the tested one, and why no newer one", async () => {
    const installer = await makeInstaller("uv", indexOf(await startIndex()));
    const { stderr } = await installer.start([]).ended;
    const { version, missing, seen } = KNOWN_NEWER;
    expect(flat(stderr)).toContain(
      `this installs MLflow ${MANAGED_VERSION}, the tested one; ${version} is newer and could not be installed: on ${seen} the public index had no ${missing.join(" and ")} ${version}`,
    );
    expect((await installer.start().ended).stderr).not.toContain("the tested one");
  });
});

describe("a failure", () => {
  it.each(FAILURES)("because of $title is explained, without a password", async (failure) => {
    const installer = await makeInstaller("uv", await failure.env());
    const { code, stdout, stderr } = await installer.start(failure.words ?? WORDS).ended;
    expect([code, stdout]).toEqual([69, ""]);
    expect(flat(stderr)).toContain(failure.what);
    expect(stderr.split("\n").filter((line) => line.endsWith(failure.fix))).not.toEqual([]);
    const logs = readdirSync(installer.root).filter((name) => name.endsWith(".log"));
    const log = join(installer.root, logs[0] ?? "");
    expect(stderr).toContain(`the last lines that matter, of ${log}:\n    `);
    expect(stderr + readFileSync(log, "utf8")).not.toContain(PASSWORD);
    expect(readdirSync(installer.root)).toEqual(logs);
  });

  it("because of pip is explained as well", async () => {
    const [failure] = FAILURES.filter(({ title }) => title.includes("locked"));
    const installer = await makeInstaller("pip", await failure?.env());
    const { code, stderr } = await installer.start([]).ended;
    expect([code, flat(stderr)]).toEqual([69, expect.stringContaining(failure?.what ?? "")]);
  });

  it("to find a Python tells what uv would do", async () => {
    const installer = await makeInstaller("uv", { HTTPS_PROXY: "http://127.0.0.1:9" });
    const only = { PATH: installer.env.PATH?.split(":")[0] ?? "" };
    const { code, stderr } = await installer.start(WORDS, only).ended;
    expect([code, flat(stderr)]).toEqual([
      69,
      expect.stringContaining("that uv has, or fetches from github.com: none is on PATH"),
    ]);
  });

  it.each([
    [["--version", "3.*"], '--version "3.*" is no exact version'],
    [["--version", "latest"], '--version "latest" is no exact version'],
    [["3.8.1"], '"3.8.1" is no option of install-mlflow'],
    [["--python="], "--python needs a path"],
  ])("to say what is wanted is a usage error: %s", async (words, what) => {
    const ended = await (await makeInstaller("uv")).start(words).ended;
    expect([ended.code, flat(ended.stderr)]).toEqual([64, expect.stringContaining(what)]);
  });

  it("is a Python that does not fit", async () => {
    const python = join(makeFolder(), "python");
    writeFileSync(python, "#!/bin/sh\necho cpython 3.14 /usr/bin/python3.14\n", { mode: 0o755 });
    const installer = await makeInstaller("uv");
    const ended = await installer.start([...WORDS, "--python", python]).ended;
    const said = `${python} is no Python 3.10 to 3.13 (${python} is 3.14)`;
    expect([ended.code, flat(ended.stderr)]).toEqual([69, expect.stringContaining(said)]);
  });

  it("leaves a folder alone that is not its own", async () => {
    const installer = await makeInstaller("uv");
    mkdirSync(installer.folder, { recursive: true });
    writeFileSync(join(installer.folder, "thesis.txt"), "");
    const ended = await installer.start().ended;
    const said = `mv ${installer.folder} ${installer.folder}.mine && mlflow-guard install-mlflow`;
    expect([ended.code, ended.stderr]).toEqual([69, expect.stringContaining(said)]);
    expect(readdirSync(installer.folder)).toEqual(["thesis.txt"]);
  });

  it.each([
    ["size=16k", "no space is left"],
    ["size=4k", "no space is left"],
    ["ro", "file system is read-only"],
  ])(
    "on a file system with %s is explained",
    needs("mounts of one's own"),
    async (options, what) => {
      const installer = await makeInstaller("uv", indexOf(await startIndex()));
      const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && "$@"; echo "code $?"';
      const inside = [options, installer.env.HOME ?? "", process.execPath, BIN, "install-mlflow"];
      const words = [OWN_MOUNTS, "sh", "-c", script, "sh", ...inside, ...WORDS];
      const ended = await start("unshare", words, { env: installer.env }).ended;
      expect([ended.stdout, flat(ended.stderr)]).toEqual([
        "code 69\n",
        expect.stringContaining(what),
      ]);
      expect(ended.stderr).toContain(`  XDG_DATA_HOME=/path mlflow-guard install-mlflow`);
    },
  );
});

describe("an installation that was killed", () => {
  const check = async ({ env }: Installer) =>
    JSON.parse((await runGuard(["check", "--format", "json"], { env })).stdout).mlflow;

  it("while the virtual environment was made is no MLflow, and is made anew", async () => {
    const installer = await makeInstaller("pip", indexOf(await startIndex()));
    const first = installer.start();
    await waitFor(() => existsSync(join(installer.folder, "pyvenv.cfg")));
    first.signal("SIGKILL");
    expect(await check(installer)).toBe(null);
    expectReady(await installer.start().ended, installer);
  });

  it("while packages came is no MLflow; what outlived it is waited for", async () => {
    const held = await startIndex({ hold: "sqlalchemy" });
    const installer = await makeInstaller("uv", indexOf(held));
    const first = installer.start();
    await waitFor(() => held.asked.some((path) => path.startsWith("/files/sqlalchemy")));
    // The launcher alone: uv lives on, and would write into the environment of the second.
    process.kill(first.pid, "SIGKILL");
    expect(await check(installer)).toBe(null);
    const second = installer.start(WORDS, indexOf(await startIndex()));
    await waitFor(() => second.stderr().includes("waiting for another installation"));
    expect(second.stderr()).not.toContain("1 of 2");
    first.signal("SIGKILL");
    expectReady(await second.ended, installer);
    expect(await check(installer)).toEqual({
      path: `${installer.folder}/bin/mlflow`,
      version: STAND_IN,
    });
  });

  it("before it was marked as complete is never launched", async () => {
    const installer = await makeInstaller("uv", indexOf(await startIndex()));
    await installer.start().ended;
    renameSync(join(installer.folder, COMPLETE), join(installer.folder, ".mlflow-guard-making"));
    expect(await check(installer)).toBe(null);
    const path = join(installer.folder, "bin", "mlflow");
    const named = await runGuard(["server", "--guard-mlflow", path], { env: installer.env });
    expect([named.code, flat(named.stderr)]).toEqual([
      69,
      expect.stringContaining(`is not complete mlflow-guard install-mlflow --version ${STAND_IN}`),
    ]);
    expectReady(await installer.start().ended, installer);
  });
});

describe("among several MLflows", () => {
  it("check and the start name the chosen one, why, and the others", async () => {
    const installer = await makeInstaller("uv", indexOf(await startIndex()));
    await installer.start().ended;
    const env = { ...installer.env, VIRTUAL_ENV: MANAGED };
    const line = `MLflow ${MANAGED_VERSION}: ${MANAGED}/bin/mlflow (the active virtual environment); passed over: ${installer.folder}/bin/mlflow (managed by install-mlflow)`;
    const { stdout } = await runGuard(["check"], { env });
    expect(flat(stdout)).toContain(line);
    const server = startGuard(["server", "--port", "0"], { env: { ...SMALL, ...env } });
    await waitFor(() => flat(server.stderr()).includes(line));
    await server.stop();
  });
});

describe("two installations at once", () => {
  it("make one environment", async () => {
    const installer = await makeInstaller("uv", indexOf(await startIndex()));
    const all = await Promise.all([1, 2, 3].map(() => installer.start().ended));
    for (const ended of all) expectReady(ended, installer);
    expect(all.filter(({ stderr }) => stderr.includes("2 of 2"))).toHaveLength(1);
    expect(readdirSync(installer.root).sort()).toEqual([
      `install-${STAND_IN}.log`,
      `mlflow-${STAND_IN}`,
    ]);
  });
});

describe("at a terminal", () => {
  it("one line shows the step and the time, and goes away", async () => {
    const installer = await makeInstaller("pip", indexOf(await startIndex()));
    const words = [process.execPath, BIN, "install-mlflow", ...WORDS];
    const { code, stdout } = await startAtTerminal(words, installer.env).ended;
    const line = `\r\x1b[Kmlflow-guard: 1 of 2: making a virtual environment, 0 s`;
    expect([code, stdout]).toEqual([0, expect.stringContaining(line)]);
    expect(stdout).toContain(`1 of 2: making a virtual environment, 1 s\r`);
    const [shown = ""] = stdout.split("\r\n");
    expect(shown).toMatch(/\r\x1b\[Kmlflow-guard: installed MLflow 99\.1\.0 in [\d.]+ s$/);
  });
});
