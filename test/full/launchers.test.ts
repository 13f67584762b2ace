import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readInstallation } from "../../src/facts/mlflow/installation.ts";
import { freePort, makeFolder, PYTHON, SMALL, startGuard } from "../support/guard.ts";
import { leftOut } from "../support/needs.ts";
import { flat } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";
import { uvPath } from "../support/uv.ts";

async function serves(mlflow: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = makeServerFolder();
  const port = String(await freePort());
  const words = ["server", "--port", port, "--guard-mlflow", mlflow];
  const guard = startGuard(words, { cwd, env: { ...SMALL, ...env } });
  const url = await guard.ready();
  expect((await fetch(`${url}/health`)).status).toBe(200);
  const { code, stderr } = await guard.stop();
  expect(code).toBe(0);
  return flat(stderr);
}

/** A wheel with nothing but the command: what uv writes for it is what it writes for MLflow. */
const WHEEL = `
import sys, zipfile
info = "mlflow-3.17.2.dist-info/"
tags = "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("mlflow/__init__.py", "")
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: mlflow\\nVersion: 3.17.2\\n")
    wheel.writestr(info + "WHEEL", tags)
    wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nmlflow = mlflow.cli:cli\\n")
    wheel.writestr(info + "RECORD", "")
`;

function run(command: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: ${stderr}`);
}

/** An environment made by uv, in which uv wrote the `mlflow`; the packages are the managed one's. */
async function uvEnvironment(folder: string, options: readonly string[]): Promise<void> {
  const uv = await uvPath();
  const wheel = join(makeFolder(), "mlflow-3.17.2-py3-none-any.whl");
  run(PYTHON, ["-c", WHEEL, wheel]);
  run(uv, ["--offline", "venv", "--python", PYTHON, ...options, folder]);
  const target = ["--no-deps", "--python", join(folder, "bin/python")];
  run(uv, ["--offline", "pip", "install", ...target, wheel]);
  const managed = readInstallation(join(dirname(PYTHON), "mlflow"));
  const own = readInstallation(join(folder, "bin/mlflow"));
  if ("reason" in managed || "reason" in own) throw new Error("an environment cannot be read");
  for (const name of readdirSync(own.sitePackages))
    if (name.startsWith("mlflow")) rmSync(join(own.sitePackages, name), { recursive: true });
  for (const name of readdirSync(managed.sitePackages)) {
    const link = join(own.sitePackages, name);
    if (!existsSync(link)) symlinkSync(join(managed.sitePackages, name), link);
  }
}

describe("an MLflow whose command uv wrote", () => {
  it.each([
    ["a path with a blank", "my env", []],
    ["a path that is too long for a shebang", "a".repeat(130), []],
    ["an environment that was moved", "moved", ["--relocatable"]],
  ])("is launched from %s", async (_what, name, options) => {
    const folder = makeFolder();
    await uvEnvironment(join(folder, "made", name), options);
    const place = options.length > 0 ? "later" : "made";
    if (place !== "made") renameSync(join(folder, "made"), join(folder, place));
    const mlflow = join(folder, place, name, "bin/mlflow");
    expect(readFileSync(mlflow, "utf8")).toMatch(/^#!\/bin\/sh\n'''exec' /);
    expect(await serves(mlflow)).toContain("mlflow-guard: ready");
  });
});

describe("an MLflow behind others", () => {
  const pyenv = ["/root/.pyenv", `${process.env.HOME}/.pyenv`]
    .map((root) => join(root, "libexec/pyenv"))
    .find((path) => existsSync(path));

  it("is launched through a shim of pyenv", leftOut(pyenv ? null : "needs pyenv"), async () => {
    const root = makeFolder({ version: "guarded\n" });
    mkdirSync(join(root, "versions"));
    symlinkSync(dirname(dirname(PYTHON)), join(root, "versions/guarded"));
    const rehash = spawnSync(pyenv ?? "", ["rehash"], {
      env: { PATH: "/usr/bin:/bin", HOME: root, PYENV_ROOT: root },
      encoding: "utf8",
    });
    expect([rehash.status, rehash.stderr]).toEqual([0, ""]);
    expect(await serves(join(root, "shims/mlflow"))).toContain("ready");
  });

  it("is launched through a wrapper that sets a variable", async () => {
    const file = join(makeFolder(), "mlflow");
    writeFileSync(file, `#!/bin/sh\nexport LANG=C.UTF-8\nexec '${dirname(PYTHON)}/mlflow' "$@"\n`);
    chmodSync(file, 0o755);
    expect(await serves(file)).toContain("ready");
  });
});
